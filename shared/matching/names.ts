/** Lower case, without accents, letters and digits only, words parted by single spaces and a space at both ends. */
export function plainText(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return ` ${(words ?? []).join(' ')} `;
}

/**
 * The form under which an author's name is known: plain words without middle initials, so that "Jane A. Smith" and
 * "Smith, Jane" are one person.
 */
export function nameKey(name: string): string {
  const [family, given] = name.split(',', 2);
  const words = plainText(given === undefined ? name : `${given} ${family}`)
    .trim()
    .split(' ');
  return words.filter((word, at) => at === 0 || at === words.length - 1 || word.length > 1).join(' ');
}
