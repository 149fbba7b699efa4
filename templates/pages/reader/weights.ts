/** How much of a topic can be asked for, and its words. */
export const WEIGHTS = [
  { value: 0.5, word: 'a little' },
  { value: 1, word: 'normal' },
  { value: 2, word: 'a lot' },
  { value: 3, word: 'most of all' },
];

/** `a lot`; a weight that no form of ours has is told as a number. */
export function weightWords(weight: number): string {
  return WEIGHTS.find(({ value }) => value === weight)?.word ?? `weight ${weight}`;
}
