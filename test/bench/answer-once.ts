/** For a worker's entry: answers what its parent asks once, and ends; ends too when its parent does. */
export function answerOnce(answer: (question: unknown) => Promise<object>): void {
  process.once('disconnect', () => process.exit());
  process.once('message', async (question) => {
    process.send?.(await answer(question), () => process.exit());
  });
}
