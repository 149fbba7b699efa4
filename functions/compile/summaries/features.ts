import { contentWords } from '../../../shared/terms/words.js';
import { countWords } from './trim.js';

const PROPOSES =
  /\b(?:we|i|paper|work|article|study|letter|report|thesis)\b.{0,40}\b(?:propos|introduc|present|develop|describ|devis|design|formulat|construct|creat|buil[dt]|offer|contribut|suggest|advocat|releas|establish|provid)/i;
const OURS = /\b(?:we|our|this (?:paper|work|article|study))\b/i;

/** What the wording of a sentence gives away about its part in the abstract. */
const WORDING = {
  proposes: PROPOSES,
  opensWithUs:
    /^(?:we|our(?! (?:galaxy|solar|sun|universe))|this (?:paper|work|article|study)|in this|here)\b/i,
  opensWithContrast:
    /^(?:however|but|yet|unfortunately|despite|although|while|nevertheless|whereas|though|unlike)\b/i,
  opensWithAddition:
    /^(?:furthermore|moreover|in addition|additionally|also|finally|besides|lastly|second|third|we (?:also|further|then|finally|additionally))\b/i,
  experiment:
    /\b(?:experiment|evaluat|empirical|benchmark|dataset|baseline|outperform|state[- ]of[- ]the[- ]art|validat)/i,
  novel: /\b(?:novel|new|first)\b/i,
  means: /\b(?:by|via|through|using|based on|with)\b/i,
  purpose: /\b(?:to|for)\b/i,
} as const;

/** Points at a sentence that the reader will not see. */
const REFERS_BACK =
  /\b(?:this|these|such|the (?:above|former|latter))\b(?! (?:paper|work|article|study|letter|report|an?\b|as\b|that\b))/i;

/**
 * How much each feature speaks for a sentence, learned on the SciTLDR development papers by gradient ascent on the
 * ROUGE-1 that a soft choice among the sentences is expected to have; see docs/understanding.md.
 */
const WEIGHTS = {
  proposes: 0.99,
  opensWithUs: 1.23,
  opensWithContrast: -0.52,
  opensWithAddition: -0.93,
  experiment: -1.2,
  novel: 0.73,
  means: 0.51,
  purpose: 1.07,
  refersBack: -0.43,
  firstProposal: 1.51,
  firstOwn: 2.33,
  beforeOwn: -1.29,
  late: -1.02,
  ofTitle: 1.86,
  mostOfTitle: 2.38,
  ofWhole: 1.43,
  farFromTwentyWords: -0.52,
} as const;

export type Feature = keyof typeof WEIGHTS;
export type Features = Record<Feature, number>;

/**
 * Returns how well each sentence would stand for the abstract; comparable within one abstract only.
 * @param sentences as the authors wrote them
 * @param shown what would be shown of each
 */
export function scoreSentences(title: string, sentences: string[], shown: string[]): number[] {
  const weights = Object.entries(WEIGHTS) as [Feature, number][];
  return sentenceFeatures(title, sentences, shown).map((features) =>
    weights.reduce((score, [name, weight]) => score + weight * features[name], 0),
  );
}

/** Returns one row of features a sentence, all roughly within [-1, 1]. Arguments as for {@link scoreSentences}. */
export function sentenceFeatures(title: string, sentences: string[], shown: string[]): Features[] {
  const titleWords = new Set(contentWords(title));
  const words = shown.map((text) => [...new Set(contentWords(text))]);
  const elsewhere = countElsewhere(words);
  const total = Math.max(1, sum([...new Set(words.flat())].map(elsewhere)));
  const inTitle = words.map(
    (own) => own.filter((word) => titleWords.has(word)).length / Math.max(1, titleWords.size),
  );
  const firstProposal = sentences.findIndex((text) => PROPOSES.test(text));
  const firstOwn = sentences.findIndex((text) => OURS.test(text));
  return sentences.map((original, at) => {
    const own = words[at] ?? [];
    const closeness = inTitle[at] ?? 0;
    return {
      ...wordingOf(original),
      refersBack: Number(REFERS_BACK.test(shown[at] ?? '')),
      firstProposal: Number(at === firstProposal),
      firstOwn: Number(at === firstOwn),
      beforeOwn: Number(at < firstOwn),
      late: (at / Math.max(1, sentences.length - 1)) ** 2,
      ofTitle: Math.sqrt(closeness),
      mostOfTitle: Number(closeness > 0 && closeness === Math.max(...inTitle)),
      ofWhole: sum(own.map(elsewhere)) / total,
      farFromTwentyWords: Math.log(countWords(shown[at] ?? '') / 20) ** 2,
    };
  });
}

/** In how many other sentences a word stands. */
function countElsewhere(words: string[][]): (word: string) => number {
  const holders = new Map<string, number>();
  for (const word of words.flat()) holders.set(word, (holders.get(word) ?? 0) + 1);
  return (word) => (holders.get(word) ?? 1) - 1;
}

function wordingOf(sentence: string): Record<keyof typeof WORDING, number> {
  const has = (name: keyof typeof WORDING): number => Number(WORDING[name].test(sentence));
  return {
    proposes: has('proposes'),
    opensWithUs: has('opensWithUs'),
    opensWithContrast: has('opensWithContrast'),
    opensWithAddition: has('opensWithAddition'),
    experiment: has('experiment'),
    novel: has('novel'),
    means: has('means'),
    purpose: has('purpose'),
  };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
