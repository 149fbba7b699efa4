import type { Figure } from '../../support/scores.js';
import type { Grouping, Purity } from './groups.js';
import type { Rankings } from './rankings.js';
import type { Speed } from './speed.js';

/** All that one run measured. */
export interface Report {
  rankings: Record<'ours' | 'tfIdf', Rankings>;
  groupings: Record<'balanced' | 'day', Grouping>;
  stories: Record<string, Purity>;
  summaries: Record<'ours' | 'firstSentence', Figure>;
  speed: Speed;
}

const BARS: Record<string, number> = { '10likes': 0.74, '3likes': 0.71, 'two5+5': 0.7, phrase: 0.61 };

/** Prints the report for a person. */
export function printReport({ rankings, groupings, stories, summaries, speed }: Report): void {
  heading('nDCG@10 by setting, ± standard error');
  console.table({
    'TF-IDF + linear SVM (phrase: TF-IDF), as in arxiv-sanity-lite': written(rankings.tfIdf, 3),
    ours: written(rankings.ours, 3),
    'the bar': barsOf(rankings.ours, BARS),
  });
  heading('V-measure against primary category, mean of four seeds ± their standard error');
  console.table({
    'TF-IDF + k-means': written({ balanced: groupings.balanced.tfIdf, day: groupings.day.tfIdf }, 3),
    ours: written({ balanced: groupings.balanced.ours, day: groupings.day.ours }, 3),
    'the bar': barsOf(
      { balanced: groupings.balanced.ours, day: groupings.day.ours },
      { balanced: 0.69, day: 0.52 },
    ),
  });
  heading('stories of the real day: share of pairs of one primary category, share of papers in a story');
  const named: Record<string, Purity | undefined> = {
    'TF-IDF + k-means, clusters of 3 to 10': stories.tfIdf,
    'ours, with categories, as the digest makes them': stories.withCategories,
    'ours, by text alone': stories.textAlone,
    'ours, by text alone, 41 % of the papers': stories.textAloneFewer,
  };
  console.table(
    Object.fromEntries(
      Object.entries(named).map(([name, purity]) => [
        name,
        { pairs: percent(purity?.pairs), papers: percent(purity?.papers) },
      ]),
    ),
  );
  console.log('bar: 75 % of pairs with 40 % of papers');
  heading('ROUGE-1 F1 on SciTLDR-A dev, ± standard error');
  console.table({
    'first sentence': written({ 'ROUGE-1': summaries.firstSentence }, 1),
    'ours, extractive': written({ 'ROUGE-1': summaries.ours }, 1),
    'the bar': barsOf({ 'ROUGE-1': summaries.ours }, { 'ROUGE-1': 36.5 }),
  });
  heading('speed, by the processor’s clock');
  console.table({
    'clustering 1,000 papers, s': { measured: speed.cluster1000.toFixed(2), bar: 'at most 1' },
    'clustering 5,000 papers, s': { measured: speed.cluster5000.toFixed(2), bar: 'at most 8' },
    'digest of one reader against 1,000 papers, ms': {
      measured: speed.digestMs.toFixed(2),
      bar: 'at most 1',
    },
    'all 1,000 ranked for one reader, with reasons, ms': {
      measured: speed.rankMs.toFixed(2),
      bar: 'at most 1',
    },
  });
}

function heading(text: string): void {
  console.log(`\n${text}`);
}

/** The bars in the columns of {@link written}. */
function barsOf(figures: Record<string, Figure>, bars: Record<string, number>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, { count }]) => [`${name} (${count})`, String(bars[name] ?? '')]),
  );
}

function written(figures: Record<string, Figure>, digits: number): Record<string, string> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, { mean, error, count }]) => [
      `${name} (${count})`,
      `${mean.toFixed(digits)} ± ${error.toFixed(digits)}`,
    ]),
  );
}

function percent(share = Number.NaN): string {
  return `${Math.round(100 * share)} %`;
}
