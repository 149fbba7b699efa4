/** Words that say nothing about a paper's subject: English function words, and the phrases that any abstract has. */
const EMPTY_WORDS = new Set(
  `a about above across after again against all almost along already also although always among an and another any are
  as at be because been before being below between both but by can cannot could despite did do does doing done down due
  during each either etc even ever every few first for from further given had has have having he hence her here his how
  however i if in indeed into is it its itself just least less let like made mainly make makes many may might more
  moreover most much must namely near need nor not now of off often on once one only onto or other others our ours out
  over own per perhaps rather recent recently respectively same second several shall she should show showed shown shows
  since so some still such than that the their them themselves then there thereby therefore these they this those three
  through throughout thus to together too toward towards two under until up upon us use used uses using various very via
  was we well were what when where whereas whether which while who whom whose why will with within without would yet you
  your abstract achieve achieves address approach approaches based demonstrate demonstrates existing experiment
  experiments introduce introduces investigate method methods new novel paper present presents propose proposed proposes
  provide provides result results state-of-the-art study studies work works significantly significant including
  previous prior finally specifically furthermore additionally e.g i.e et al`.split(/\s+/),
);

/**
 * `text` with TeX and addresses taken out: commands lose their backslash names, mathematics keeps its letters, and
 * accents written as TeX become the bare letter.
 */
export function withoutTex(text: string): string {
  return text
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/\\["'`^~=.uvHckb]\s*\{?([A-Za-z])\}?/g, '$1')
    .replace(/\\(?:text|math|emph|bf|it|rm|tt|sc)[a-z]*\s*(?=\{)/g, '')
    .replace(/\\[a-zA-Z]+/g, ' ')
    .replace(/[$\\{}]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The one form under which a word is counted: lower case, without accents, plural endings taken off. */
export function baseForm(word: string): string {
  const plain = word.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
  if (plain.length < 4 || !plain.endsWith('s') || /(?:ss|us|is|ous)$/.test(plain)) return plain;
  if (plain.endsWith('ies')) return `${plain.slice(0, -3)}y`;
  return /(?:ch|sh|ss|x|zz)es$/.test(plain) ? plain.slice(0, -2) : plain.slice(0, -1);
}

/** True for words that say nothing about what a paper is about. */
export function isEmptyWord(word: string): boolean {
  return EMPTY_WORDS.has(word.toLowerCase());
}

/**
 * The words of `text` that carry meaning, in order, each in its {@link baseForm}. Words of one letter, bare numbers
 * and empty words are left out; parts of a hyphened word count as words of their own.
 */
export function contentWords(text: string): string[] {
  const words: string[] = [];
  for (const word of withoutTex(text).match(/\p{L}[\p{L}\p{M}\p{N}]+/gu) ?? []) {
    if (!isEmptyWord(word)) words.push(baseForm(word));
  }
  return words;
}
