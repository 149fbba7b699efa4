import { replace } from 'unicodeit';

/** Unicodeit walks all its tables for each call, and the papers of a day repeat a small vocabulary. */
const known = new Map<string, string>();

function unicode(tex: string): string {
  const before = known.get(tex);
  if (before !== undefined) return before;
  const after = replace(tex);
  if (known.size < 10_000) known.set(tex, after);
  return after;
}

/**
 * Returns the sign of a command (`alpha` is α), or undefined when Unicode has none. Unicodeit replaces the
 * beginnings of names it does not know (`\log` becomes łog), so an answer with letters of the name is none.
 */
export function symbolOf(command: string): string | undefined {
  const sign = unicode(`\\${command}`);
  return /^[^\\A-Za-z]{1,3}$/.test(sign) ? sign : undefined;
}

/** Returns `letters` in the face of `command` (`mathbb`), those that have none as they are. */
export function inFace(command: string, letters: string): string {
  return [...letters].map((letter) => marked(command, letter)).join('');
}

/** Returns `letter` with the accent of `command` (`hat`, `'`), or as it is when the two do not go together. */
export function marked(command: string, letter: string): string {
  const result = unicode(`\\${command}{${letter}}`);
  return /[\\{}]/.test(result) ? letter : result.normalize('NFC');
}

/** Returns `text` raised (`^`) or lowered (`_`): as Unicode's own small letters, or as `x^(a+b)` and `x_max`. */
export function script(mark: '^' | '_', text: string): string {
  const trimmed = text.trim();
  if (trimmed === '∘' || trimmed === '°') return '°';
  if (/^[⊙⊕⋆★*†‡′″‴⊤⊥♯]+$/.test(trimmed)) return trimmed;
  const small = [...trimmed].map((character) => (character === '.' ? '^.' : unicode(mark + character)));
  if (small.every((character) => [...character].length === 1)) return small.join('');
  return mark + (/^[\p{L}\p{N}]+$/u.test(trimmed) ? trimmed : `(${trimmed})`);
}
