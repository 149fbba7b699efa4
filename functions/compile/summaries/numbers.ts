/** Number words up to twelve; "one" is left out, being mostly a pronoun. */
const WORDS = [
  'zero',
  '',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** Quantities that stand for a number and are said in one way only. */
const QUANTITIES =
  /(?<!\p{N}\s?)\b(?:half|halv(?:e|es|ed|ing)|twice|doubl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing)|quadrupl(?:e|es|ed|ing)|tenfold|(?:two|three|four|five)fold|dozens?|hundreds?|thousands?|millions?|billions?|trillions?|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b/gu;

const NUMBER =
  /(\p{N}[\p{N},]*(?:\.\p{N}+)*)\s?(%|percent|per cent|(?:k|m|b|x)(?![a-z])|×|times\b|fold\b|-fold\b|thousand|million|billion|trillion)?/gu;

/** One spelling for every unit that can follow a number. */
const UNITS: Readonly<Record<string, string>> = {
  percent: '%',
  'per cent': '%',
  '×': 'x',
  times: 'x',
  fold: 'x',
  '-fold': 'x',
  thousand: 'k',
  million: 'm',
  billion: 'b',
};

/**
 * Returns the numbers of a text, each with its unit in one spelling: "94%", "1000", "2.5x", "3" for "three", "doubled"
 * as "doubl". A list, in order of appearance; "one" and ordinals are not numbers here.
 */
export function numbersIn(text: string): string[] {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\\(?:%|percent)/g, '%')
    .replace(/\\times\b/g, '×')
    .replace(/[${}~]|\\[,;!]/g, '')
    .replace(/(?<=\p{N})[ \u00a0\u202f](?=%)/gu, '');
  const digits = [...plain.matchAll(NUMBER)].map(
    ([, value = '', unit = '']) =>
      value.replace(/,(?=\p{N}{3}(?!\p{N}))/gu, '').replace(/,+$/, '') + (UNITS[unit] ?? unit),
  );
  const words = (plain.match(/\b[a-z]+\b/g) ?? []).flatMap((word) => {
    const value = WORDS.indexOf(word);
    return value < 0 ? [] : [String(value)];
  });
  const quantities = (plain.match(QUANTITIES) ?? []).map((word) => word.replace(/(?:e|es|ed|ing|s)$/, ''));
  return [...digits, ...words, ...quantities];
}

/**
 * Returns the numbers of `claim` that do not stand in `source`. A bare number may stand there with a unit ("94" for
 * "94%"), a number with a unit must stand there with it.
 */
export function unsupportedNumbers(claim: string, source: string): string[] {
  const known = new Set(numbersIn(source));
  for (const number of [...known]) known.add(number.replace(/[%a-z]+$/, ''));
  return [...new Set(numbersIn(claim))].filter((number) => !known.has(number));
}
