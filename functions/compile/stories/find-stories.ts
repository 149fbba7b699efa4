import { dot, meanOf, unit } from '../../../shared/terms/vectors.js';
import { type PaperWords, placePapers } from '../clusters/cluster-papers.js';
import { drawnTogether } from '../clusters/neighbours.js';
import { besideFields } from './fields.js';
import { gather } from './gather.js';

/** What stories are made of; categories may be left out, and then the text alone decides. */
export interface StoryPaper extends PaperWords {
  categories?: readonly string[];
}

/** Papers that belong together more than others of their day do. */
export interface FoundStory {
  /** Indexes into the papers, nearest to the story's centre first. */
  memberIndexes: number[];
  /** The mean cosine of its pairs in the papers' own space, −1 … 1: how tight it is. */
  cohesion: number;
  /** The direction of its members' embeddings, of unit length: by this it is known again on another day. */
  centroid: Float32Array;
}

export interface StoryOptions {
  /** Fewest and most papers in a story. Default 3 and 10. */
  least?: number;
  most?: number;
  /** The share of the day's papers to bring into stories at most, tightest first; the rest stay outside. Default .6. */
  share?: number;
  seed?: number;
}

/** Below this mean cosine papers of one field are near by chance. */
const LEAST_COHESION = 0.5;

/**
 * The day's stories, tightest first: each of three to ten papers, no paper in two; what fits none stays outside.
 * The same for the same papers in the same order.
 * @param vectors one embedding of unit length for each paper
 */
export function findStories(
  papers: readonly StoryPaper[],
  vectors: readonly Float32Array[],
  { least = 3, most = 10, share = 0.6, seed = 1 }: StoryOptions = {},
): FoundStory[] {
  if (papers.length < least) return [];
  const { places, neighbours } = placePapers(papers, vectors, seed);
  const drawn = drawnTogether(places, neighbours, 1);
  const beside = besideFields(
    drawn,
    papers.map(({ categories = [] }) => categories),
  );
  return gather(beside, neighbours, {
    least,
    most,
    enough: share * papers.length,
    leastCohesion: LEAST_COHESION,
  })
    .map((members) => describe(members, drawn, vectors))
    .filter(({ cohesion }) => cohesion >= LEAST_COHESION)
    .sort((a, b) => b.cohesion - a.cohesion);
}

function describe(
  members: number[],
  places: readonly Float32Array[],
  vectors: readonly Float32Array[],
): FoundStory {
  const none = new Float32Array();
  const placesInside = members.map((member) => places[member] ?? none);
  const centre = meanOf(placesInside, places[0]?.length ?? 0);
  const nearness = new Map(members.map((member) => [member, dot(centre, places[member] ?? none)]));
  const count = members.length;
  return {
    memberIndexes: members.sort((a, b) => (nearness.get(b) ?? 0) - (nearness.get(a) ?? 0) || a - b),
    cohesion: (count * dot(centre, centre) - 1) / (count - 1),
    centroid: unit(
      meanOf(
        members.map((member) => vectors[member] ?? none),
        vectors[0]?.length ?? 0,
      ),
    ),
  };
}
