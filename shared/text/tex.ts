import { inFace, marked, script, symbolOf } from './tex-symbols.js';

/** Deeper markup than authors write is left as it is, so that hostile text cannot exhaust the stack. */
const DEEPEST = 30;
/** A formula longer than this is two lone dollar signs. */
const LONGEST_FORMULA = 1_000;

/** Commands that say nothing in plain text. */
const SILENT =
  /^(?:left|right|[bB]igg?[lrm]?|rm|bf|it|em|sc|tt|sf|cal|displaystyle|(?:no)?limits|nonumber|item|noindent|protect)$/;
/** Commands that say nothing, nor do their arguments. */
const DROPPED = /^(?:begin|end|label|cite[a-z]*|ref|eqref|[vh]space|footnote|tag|color)$/;
/** Commands whose first argument is for the machine: `\href{url}{text}`. */
const SECOND = /^(?:href|textcolor|colorbox)$/;
const SPACE = /^(?:q?quad|space|[,;:> \\])$/;
const NOTHING = /^[!/-]$/;
const FACE = /^math(?:bb|cal|frak|scr)$/;
const ACCENT = /^(?:(?:wide)?(?:hat|tilde)|bar|vec|d?dot|check|breve|acute|grave|[Hcuvrkdb"'`^~=.])$/;

/** A place in a text, or in a formula cut out of one. */
interface Reader {
  readonly text: string;
  math: boolean;
  at: number;
  depth: number;
}

/**
 * Returns `text` with its TeX as Unicode, as far as Unicode goes, and without the rest of its markup:
 * `\emph{a}` is a, `$\frac{a}{b}$` is a/b, `Z_{\odot}` is Z⊙. What is not TeX stays as it is.
 */
export function texToUnicode(text: string): string {
  if (!/[\\$~^_{`]|''|--/.test(text)) return text;
  return readAll({ text, math: false, at: 0, depth: 0 });
}

function readAll(reader: Reader): string {
  let out = '';
  while (reader.at < reader.text.length) out += next(reader, out);
  return out;
}

/** Reads a group up to the brace that closes it. */
function readGroup(reader: Reader): string {
  let out = '';
  reader.at += 1;
  while (reader.at < reader.text.length && reader.text.charAt(reader.at) !== '}') out += next(reader, out);
  reader.at += 1;
  return out;
}

/** Reads one letter, command, formula, group or script. @param before what was read so far */
function next(reader: Reader, before: string): string {
  if (reader.depth > DEEPEST) return take(reader);
  reader.depth += 1;
  const out = token(reader, before);
  reader.depth -= 1;
  return out;
}

function token(reader: Reader, before: string): string {
  const character = reader.text.charAt(reader.at);
  if (character === '\\') return command(reader, before);
  if (character === '$' && !reader.math) return formula(reader);
  if (character === '{' && isGroup(reader)) return readGroup(reader);
  if ((character === '_' || character === '^') && isScript(reader)) {
    take(reader);
    return script(character, mathArgument(reader));
  }
  take(reader);
  if (!reader.math) return plain(reader, character, before);
  return character.replace(/[$}]/, '').replace('~', ' ');
}

function take(reader: Reader): string {
  reader.at += 1;
  return reader.text.charAt(reader.at - 1);
}

/** In running text, `{\bf a}` and `1{,}000` are TeX's groups, others the authors' own braces. */
function isGroup({ text, at, math }: Reader): boolean {
  return math || /^\{(?:\\[a-z]|[^\p{L}\p{N}]?\})/u.test(text.slice(at, at + 4));
}

/** In running text, only `_{…}`, `^{…}` and a raised digit are scripts; `snake_case` is not. */
function isScript({ text, at, math }: Reader): boolean {
  return math || text.charAt(at + 1) === '{' || /^\^\d(?!\w)/.test(text.slice(at, at + 3));
}

/** TeX's ligatures in running text. `z~4` means about four, `Fig.~4` and `et~al` hold a space. */
function plain(reader: Reader, character: string, before: string): string {
  const following = reader.text.charAt(reader.at);
  if (character === '~') {
    const tied = /\p{L}/u.test(following) ? /[\p{L}.,)]$/u : /\.$/;
    return tied.test(before) && following.trim() !== '' ? ' ' : '~';
  }
  if (character === following && (character === '`' || character === "'")) {
    take(reader);
    return character === '`' ? '“' : '”';
  }
  const dash = /^-(--?)[\p{L}\d]/u.exec(reader.text.slice(reader.at - 1, reader.at + 3))?.[1];
  if (dash !== undefined && /[\p{L}\d)\]]$/u.test(before)) {
    reader.at += dash.length;
    return dash === '-' ? '–' : '—';
  }
  return character;
}

function formula(reader: Reader): string {
  const { text, at } = reader;
  const width = text.charAt(at + 1) === '$' ? 2 : 1;
  const close = closingDollar(text, at + width);
  const inner = text.slice(at + width, close);
  if (close < 0 || isMoney(inner, text.charAt(close + 1))) return take(reader);
  reader.at = close + width;
  return inFormula(reader, inner);
}

function inFormula(reader: Reader, text: string): string {
  return readAll({ text, math: true, at: 0, depth: reader.depth }).trim();
}

function closingDollar(text: string, from: number): number {
  const end = Math.min(text.length, from + LONGEST_FORMULA);
  for (let at = from; at < end; at += 1) {
    if (text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) === '$') return at;
  }
  return -1;
}

/** Whether what stands between two dollar signs is prose: `$5 and $10`. */
function isMoney(inner: string, after: string): boolean {
  if (/^\d/.test(inner)) return /\d/.test(after) || /(?<![\\A-Za-z])[A-Za-z]{3,} /.test(inner);
  return /^\s/.test(inner) && !/[\\^_]/.test(inner);
}

/** Reads a command's argument: a group without its braces, a command, or one letter. */
function argument(reader: Reader): string {
  skipSpaces(reader);
  if (reader.at >= reader.text.length) return '';
  return reader.text.charAt(reader.at) === '{' ? readGroup(reader) : next(reader, '');
}

function mathArgument(reader: Reader): string {
  const { math } = reader;
  reader.math = true;
  const inner = argument(reader);
  reader.math = math;
  return inner;
}

function command(reader: Reader, before: string): string {
  const [, name = ''] = /^\\([A-Za-z]+\*?|[\s\S])/u.exec(reader.text.slice(reader.at, reader.at + 40)) ?? [];
  reader.at += 1 + name.length;
  if (name === '(' || name === '[') return displayed(reader, name === '(' ? '\\)' : '\\]');
  if (SPACE.test(name)) return ' ';
  if (NOTHING.test(name)) return '';
  if (SILENT.test(name)) return skipSpaces(reader);
  if (DROPPED.test(name)) return dropArguments(reader);
  if (SECOND.test(name)) return dropArgument(reader) + argument(reader);
  if (name === 'unicode') return codePoint(argument(reader));
  if (/^[dtc]?frac$/.test(name)) return `${bracketed(argument(reader))}/${bracketed(argument(reader))}`;
  if (name === 'sqrt') return `√${bracketed(argument(reader))}`;
  if (FACE.test(name)) return inFace(name, argument(reader));
  if (ACCENT.test(name)) return accented(name.replace('wide', ''), argument(reader));
  return symbolOf(name) ?? unknown(reader, name, before);
}

/** A command without a sign is its argument; one without an argument is its own name: `\log`, `\%`. */
function unknown(reader: Reader, name: string, before: string): string {
  if (!/^[A-Za-z]/.test(name)) return name === '|' ? '‖' : name;
  if (reader.text.charAt(reader.at) === '{') return argument(reader);
  return (/[\p{L}\d)]$/u.test(before) ? ' ' : '') + name.replace('*', '');
}

function displayed(reader: Reader, close: string): string {
  const ahead = reader.text.slice(reader.at, reader.at + LONGEST_FORMULA);
  const length = ahead.indexOf(close);
  if (length < 0) return '';
  reader.at += length + close.length;
  return inFormula(reader, ahead.slice(0, length));
}

function accented(accent: string, letters: string): string {
  return [...letters].length === 1 ? marked(accent, letters) : letters;
}

function codePoint(hex: string): string {
  const code = Number.parseInt(hex.replace(/^x/, ''), 16);
  return code > 0x1f && code < 0x110000 ? String.fromCodePoint(code) : '';
}

function bracketed(text: string): string {
  return /^[\p{L}\p{N}.]*$/u.test(text) ? text : `(${text})`;
}

function skipSpaces(reader: Reader): string {
  while (/\s/.test(reader.text.charAt(reader.at))) reader.at += 1;
  return '';
}

function dropArguments(reader: Reader): string {
  while (/[{[]/.test(reader.text.charAt(reader.at))) dropArgument(reader);
  return '';
}

function dropArgument(reader: Reader): string {
  const close = reader.text.charAt(reader.at) === '[' ? ']' : '}';
  const at = reader.text.indexOf(close, reader.at);
  reader.at = at < 0 ? reader.text.length : at + 1;
  return '';
}
