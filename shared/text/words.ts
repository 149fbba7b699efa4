/** English function words and the common words of any abstract: they say nothing about what a text is about. */
const STOP_WORDS = new Set(
  `a about above across after again all also although among an and another any are as at be because been before being
  between both but by can could do does during each either else for from further had has have having here how however i
  if in into is it its itself just least less many may might more most much must nor no not now of often on one only onto
  or other our out over own per rather same several shall should show since so some such than that the their them then
  there these they this those through thus to toward towards two under until up upon us use used using very via was we
  well were what when where whether which while who whose why will with within without would yet you your
  approach based method paper present problem propose proposed result results study work novel new`.split(
    /\s+/,
  ),
);

/** The words of a text in lower case: runs of letters and digits. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The words that carry meaning, in order, cut to a stem so that "network" and "networks" meet. */
export function contentStems(text: string): string[] {
  return wordsOf(text)
    .filter((word) => word.length > 1 && !STOP_WORDS.has(word))
    .map(stem);
}

/** A crude stem: the plural and the commonest endings off. Only for comparing words, never for showing them. */
export function stem(word: string): string {
  if (word.length <= 4) return word.replace(/(?<=[^s])s$/, '');
  return word
    .replace(/ies$/, 'y')
    .replace(/(?<=[^s])s$/, '')
    .replace(/(?:ation|ing|ed|e|ly|ity)$/, '');
}
