import { clusterPapers } from '../../../functions/compile/clusters/cluster-papers.js';
import { chooseDigest } from '../../../shared/matching/choose.js';
import { type PreparedEdition, prepareEdition } from '../../../shared/matching/prepare.js';
import { type Reader, rank } from '../../../shared/matching/rank.js';
import { learnTaste, type VoteOnPaper } from '../../../shared/matching/taste.js';
import { normalFrom, seededRandom } from '../../../shared/terms/random.js';
import { unit } from '../../../shared/terms/vectors.js';
import { type SharedData, type SharedPaper, vectorsOf, withoutFields } from './papers.js';

export interface Speed {
  /** Processor seconds of clustering, words included. */
  cluster1000: number;
  cluster5000: number;
  /** Processor milliseconds for one reader with three topics and ten votes against 1,000 papers, warm. */
  digestMs: number;
  rankMs: number;
}

const READERS = 300;

/** Times grouping and matching by the processor's clock, which others on the machine disturb less than the wall's. */
export function speed({ papers, readers }: SharedData, vectors: ReadonlyMap<string, Float32Array>): Speed {
  const places = vectorsOf(papers, vectors);
  const many = manyPapers(papers, places, 5_000);
  const cluster = (count: number) =>
    cpuMs(() => clusterPapers(many.papers.slice(0, count), many.vectors.slice(0, count))) / 1_000;
  const phrases = [...new Set(readers.flatMap(({ topics }) => topics))];
  const edition = prepareEdition(
    { day: '2026-01-22', papers: papers.slice(0, 1_000).map(withoutFields), stories: [] },
    places.slice(0, 1_000),
  );
  const crowd = Array.from({ length: READERS }, (_, nth) =>
    aReader(nth, phrases, { papers, places, vectors, edition }),
  );
  const each = (match: (reader: Reader, nth: number) => unknown) => {
    crowd.forEach(match);
    return cpuMs(() => crowd.forEach(match)) / READERS;
  };
  return {
    cluster1000: cluster(1_000),
    cluster5000: cluster(5_000),
    digestMs: each((reader, nth) =>
      chooseDigest([edition], reader, { length: 12, threshold: 'balanced', seed: `${nth}` }),
    ),
    rankMs: each((reader) => rank([edition], reader)),
  };
}

function cpuMs(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** The papers, and then some of them again, cut in half and a little elsewhere, until there are enough. */
function manyPapers(papers: readonly SharedPaper[], places: readonly Float32Array[], count: number) {
  const normal = normalFrom(seededRandom(1));
  const more = Array.from({ length: Math.max(0, count - papers.length) }, (_, nth) => {
    const { id = '', title = '', abstract = '' } = papers[nth % papers.length] ?? {};
    return { id: `${id}.again`, title, abstract: abstract.slice(abstract.length / 2) };
  });
  const near = more.map((_, nth) =>
    unit(Float32Array.from(places[nth % places.length] ?? [], (value) => value + 0.02 * normal())),
  );
  return { papers: [...papers, ...more], vectors: [...places, ...near] };
}

function aReader(
  nth: number,
  phrases: readonly string[],
  known: {
    papers: readonly SharedPaper[];
    places: readonly Float32Array[];
    vectors: ReadonlyMap<string, Float32Array>;
    edition: PreparedEdition;
  },
): Reader {
  const random = seededRandom(nth + 1);
  const draw = (count: number) => Math.floor(random() * count);
  const now = new Date(0);
  const votes = Array.from({ length: 10 }, (_, vote): VoteOnPaper[] => {
    const at = draw(known.papers.length);
    const [paper, vector] = [known.papers[at], known.places[at]];
    if (!paper || !vector) return [];
    const when = new Date(now.getTime() - (vote + 1) * 60_000).toISOString();
    return [{ paper: withoutFields(paper), vector, direction: 'more', at: when }];
  }).flat();
  const topics = Array.from({ length: 3 }, () => {
    const phrase = phrases[draw(phrases.length)] ?? '';
    const vector = known.vectors.get(phrase);
    return { topic: { kind: 'phrase' as const, phrase, weight: 1 }, ...(vector && { vector }) };
  });
  return {
    topics,
    taste: learnTaste(votes, now, known.edition.space.mean),
    followedAuthors: [],
    mutedWords: [],
  };
}
