/**
 * A text as stretches of words between marks of punctuation. Hyphenated words, words with digits and words with an
 * apostrophe stay whole.
 */
export function segmentsOf(text: string): string[][] {
  return text
    .replace(/[’‘]/g, "'")
    .split(/[:;,.?!]+(?=\s|$)|[()[\]{}"“”|<>=~≈≤≥]|\s[-–—]+\s|—/u)
    .map((segment) => segment.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'+#.&/–-]*/gu) ?? [])
    .filter((words) => words.length > 0)
    .map((words) => words.map((word) => word.replace(/['./&–-]+$/u, '')));
}
