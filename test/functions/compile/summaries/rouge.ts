/** ROUGE-1 F1 of `text` against the best of the references, 0 to 1; words are runs of letters and digits, unstemmed. */
export function rouge1(text: string, references: string[]): number {
  return Math.max(0, ...references.map((reference) => overlap(wordsOf(text), wordsOf(reference))));
}

function overlap(left: string[], right: string[]): number {
  const unmatched = new Map<string, number>();
  for (const word of right) unmatched.set(word, (unmatched.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of left) {
    const count = unmatched.get(word) ?? 0;
    if (count > 0) shared++;
    unmatched.set(word, count - 1);
  }
  return left.length + right.length === 0 ? 0 : (2 * shared) / (left.length + right.length);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}
