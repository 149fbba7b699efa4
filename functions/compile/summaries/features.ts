import { contentWords } from '../../../shared/terms/words.js';
import { countWords } from './trim.js';

const PROPOSES =
  /\b(?:we|i|paper|work|article|study|letter|report|thesis)\b.{0,40}\b(?:propos|introduc|present|develop|describ|devis|design|formulat|construct|creat|buil[dt]|offer|contribut|suggest|advocat|releas|establish|provid)/i;
const STUDIES =
  /\b(?:we|i|paper|work|article|study|letter|report)\b.{0,40}\b(?:stud|investigat|explor|analy[sz]|examin|consider|revisit|address|tackl|focus|characteri[sz]|review|survey|compar|aim)/i;
const FINDS =
  /\b(?:we|i|paper|work|article|study|results?|experiments?|analys[ei]s)\b.{0,40}\b(?:show|demonstrat|find|found|prov[ei]|reveal|observ|discover|argu|suggest|indicat|confirm|conclud)/i;
const NAMES = /\b(?:called|named|dubbed|termed|namely|abbreviated)\b|\([A-Z][\w-]*[A-Z]\w*\)/;
const OURS = /\b(?:we|our|this (?:paper|work|article|study))\b/i;

/** What the wording of a sentence gives away about its part in the abstract. */
const WORDING = {
  proposes: PROPOSES,
  studies: STUDIES,
  finds: FINDS,
  names: NAMES,
  opensWithUs: /^(?:we|our|this (?:paper|work|article|study)|in this|here)\b/i,
  opensWithPurpose:
    /^to (?:this|address|overcome|tackle|solve|mitigate|bridge|remedy|alleviate|resolve|fill)\b/i,
  opensWithContrast:
    /^(?:however|but|yet|unfortunately|despite|although|while|nevertheless|whereas|though|unlike)\b/i,
  opensWithAddition:
    /^(?:furthermore|moreover|in addition|additionally|also|finally|besides|lastly|second|third|we (?:also|further|then|finally|additionally))\b/i,
  opensWithDetail:
    /^(?:specifically|in particular|more (?:specifically|concretely|precisely)|for example|for instance|concretely|that is|namely)\b/i,
  opensWithReference:
    /^(?:this|these|such|it|they|those|both|the (?:proposed|resulting|former|latter|key|main|core))\b(?! (?:paper|work|article|study))/i,
  experiment:
    /\b(?:experiment|evaluat|empirical|benchmark|dataset|baseline|outperform|state[- ]of[- ]the[- ]art|validat)/i,
  outperforms: /\b(?:outperform|superior|competitive|achiev|improv|surpass|exceed)/i,
  available: /\b(?:available|https?:|github|open[- ]source|code)\b/i,
  background:
    /\b(?:recent(?:ly)?|remains?|widely|have been|has been|typically|commonly|often|many|most|existing|traditional(?:ly)?|popular|challeng\w+|crucial|important|difficult|despite|current(?:ly)?)\b/i,
  novel: /\b(?:novel|new|first)\b/i,
  means: /\b(?:by|via|through|using|based on|with)\b/i,
  purpose: /\b(?:to|for)\b/i,
  question: /\?/,
  figures: /\d/,
} as const;

/**
 * How much each feature speaks for a sentence, learned on the SciTLDR development papers by gradient ascent on the
 * ROUGE-1 that a soft choice among the sentences is expected to have; see docs/understanding.md.
 */
const WEIGHTS = {
  proposes: 0.91,
  studies: 0.18,
  finds: 0.06,
  names: 0.39,
  opensWithUs: 1.1,
  opensWithPurpose: 0.11,
  opensWithContrast: -0.13,
  opensWithAddition: -0.4,
  opensWithDetail: 0.15,
  opensWithReference: -0.28,
  experiment: -0.48,
  outperforms: -0.28,
  available: -0.14,
  background: -0.52,
  novel: 0.54,
  means: 0.35,
  purpose: 0.64,
  question: -0.15,
  figures: -0.12,
  firstProposal: 1.23,
  firstOwn: 1.76,
  beforeOwn: -0.97,
  first: 0.27,
  last: -0.38,
  place: -0.43,
  placeSquared: -0.6,
  ofTitle: 1.64,
  rootOfTitle: 1.53,
  inTitle: 0.99,
  ofWhole: 1.03,
  centrality: 0.22,
  length: 0.43,
  lengthSquared: -0.35,
} as const;

export type Feature = keyof typeof WEIGHTS;
export type Features = Record<Feature, number>;

/** Returns how well each sentence would stand for the abstract; comparable within one abstract only. */
export function scoreSentences(title: string, sentences: string[], shown: string[]): number[] {
  return sentenceFeatures(title, sentences, shown).map((features) =>
    sum(Object.entries(WEIGHTS).map(([name, weight]) => weight * features[name as Feature])),
  );
}

/**
 * Returns one row of features a sentence, all roughly within [-1, 1].
 * @param sentences as the authors wrote them
 * @param shown what would be shown of each
 */
export function sentenceFeatures(title: string, sentences: string[], shown: string[]): Features[] {
  const titleStems = new Set(contentWords(title));
  const stems = shown.map((text) => new Set(contentWords(text)));
  const holders = new Map<string, number>();
  for (const set of stems) for (const word of set) holders.set(word, (holders.get(word) ?? 0) + 1);
  const elsewhere = (word: string): number => (holders.get(word) ?? 1) - 1;
  const total = Math.max(1, sum([...holders.values()].map((count) => count - 1)));
  const firstProposal = sentences.findIndex((text) => PROPOSES.test(text));
  const firstOwn = sentences.findIndex((text) => OURS.test(text));
  const last = Math.max(1, sentences.length - 1);
  return sentences.map((original, at) => {
    const own = [...(stems[at] ?? [])];
    const length = countWords(shown[at] ?? '');
    const shared = own.filter((word) => titleStems.has(word)).length / Math.max(1, titleStems.size);
    const central = sum(own.map(elsewhere));
    return {
      ...wordingOf(original),
      firstProposal: Number(at === firstProposal),
      firstOwn: Number(at === firstOwn),
      beforeOwn: Number(at < firstOwn),
      first: Number(at === 0),
      last: Number(at === last),
      place: at / last,
      placeSquared: (at / last) ** 2,
      ofTitle: shared,
      rootOfTitle: Math.sqrt(shared),
      inTitle: (shared * titleStems.size) / Math.max(1, own.length),
      ofWhole: central / total,
      centrality: central / Math.max(1, own.length) / sentences.length,
      length: Math.log(length / 20),
      lengthSquared: Math.log(length / 20) ** 2,
    };
  });
}

function wordingOf(sentence: string): Record<keyof typeof WORDING, number> {
  const entries = Object.entries(WORDING).map(([name, pattern]) => [name, Number(pattern.test(sentence))]);
  return Object.fromEntries(entries);
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
