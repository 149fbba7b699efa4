/** For a worker's entry: answers what its parent asks once, and ends; ends too when its parent does. */
export function answerOnce(answer: (question: unknown) => Promise<object>): void {
  process.once('disconnect', () => process.exit());
  process.once('message', async (question) => {
    process.send?.(await answer(question), () => process.exit());
  });
}

/** The same for whatever its parent asks, one question after the other, until the parent ends. */
export function answerAll(answer: (question: unknown) => Promise<object>): void {
  process.once('disconnect', () => process.exit());
  process.on('message', async (question) => {
    process.send?.(await answer(question));
  });
}
