/** Abbreviations after which a full stop does not end the sentence. */
const ABBREVIATION =
  /(?:^|[\s([{–—-])(?:e\.\s?g|i\.\s?e|et al|etc|cf|vs|v\.s|resp|approx|ca|fig|figs|eq|eqs|sec|secs|ref|refs|tab|no|nos|dr|prof|mr|mrs|st|w\.r\.t|s\.t|a\.k\.a)\.$/i;
const INITIAL = /(?:^|[\s([])[A-Z]\.$/;
/** Words that open sentences more often than they follow an initial. */
const OPENER = /^(?:We|Our|In|This|These|The|To|However|It|Here|Then|A|An|For|By|With|As|While|Using|Both)\s/;

/** A full stop glued to the next sentence ("training.We propose"), told from a name ("fast.ai") by the word that follows. */
const GLUED =
  /([a-z)]{3}[.!?])(?=(?:We|Our|In|This|These|The|To|However|Moreover|Furthermore|It|Here|Then|Thus)\s|[A-Z][a-z]+[,:] )/g;

/** How many segments a bracket or formula may stay open over before it counts as a slip of the author's. */
const LONGEST_JOIN = 8;

/**
 * Returns the sentences of a text in order, each trimmed and with single spaces. Abbreviations, brackets,
 * quotations and TeX formulas are not broken apart. Joined by a space, the sentences hold every word of the text.
 */
export function splitSentences(text: string): string[] {
  const normal = text.replace(/\s+/g, ' ').replace(GLUED, '$1 ').trim();
  const segments = [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(normal)].map((part) =>
    part.segment.trim(),
  );
  const sentences: string[] = [];
  for (let at = 0; at < segments.length; ) {
    const end = endOfSentence(segments, at);
    const sentence = segments.slice(at, end).join(' ');
    if (sentence !== '') sentences.push(sentence);
    at = end;
  }
  return sentences;
}

/** The index after the last segment that belongs to the sentence beginning at `start`. */
function endOfSentence(segments: string[], start: number): number {
  let sound = start + 1;
  for (let end = start + 1; end <= Math.min(segments.length, start + LONGEST_JOIN); end++) {
    const soFar = segments.slice(start, end).join(' ');
    if (ABBREVIATION.test(soFar) || continues(soFar, segments[end])) {
      sound = Math.min(end + 1, segments.length);
    } else if (isBalanced(soFar)) return end;
  }
  return sound;
}

/** True when what follows cannot open a sentence: a surname, or a beginning in lower case or with a closing mark. */
function continues(soFar: string, next: string | undefined): boolean {
  if (next === undefined) return false;
  return /^(?:[a-z]{2,}\b(?!-)|[,;:)\]}])/.test(next) || (INITIAL.test(soFar) && !OPENER.test(next));
}

/**
 * True when brackets close and dollar signs pair up, so that no formula or aside is left open. An interval may be half
 * open, and a bracket may close that nobody opened, as after a list's "1)".
 */
export function isBalanced(text: string): boolean {
  const count = (mark: RegExp): number => text.match(mark)?.length ?? 0;
  return (
    count(/(?<!\\)[([]/g) <= count(/(?<!\\)[)\]]/g) &&
    count(/(?<!\\)\{/g) === count(/(?<!\\)\}/g) &&
    count(/(?<!\\)\$/g) % 2 === 0
  );
}
