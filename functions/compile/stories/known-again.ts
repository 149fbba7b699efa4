import { dot } from '../../../shared/terms/vectors.js';

/** A story as an edition remembers it: enough to know it again on another day. */
export interface RememberedStory {
  id: string;
  /** The direction of its members' embeddings, of unit length. */
  centroid: Float32Array;
}

/**
 * The nearest of the earlier stories with its cosine, when it is near enough to be the same story going on, else
 * `undefined`. Centroids of different embedding models must not meet; lengths that differ never match.
 * @param nearEnough the least cosine of two centroids of one story; read off pairs of stories of consecutive days
 *   under MiniLM, see docs/understanding.md
 */
export function continues<S extends RememberedStory>(
  story: Pick<RememberedStory, 'centroid'>,
  earlier: readonly S[],
  nearEnough = 0.82,
): { story: S; cosine: number } | undefined {
  let nearest: { story: S; cosine: number } | undefined;
  for (const candidate of earlier) {
    if (candidate.centroid.length !== story.centroid.length) continue;
    const cosine = dot(candidate.centroid, story.centroid);
    if (cosine >= nearEnough && cosine > (nearest?.cosine ?? -1)) nearest = { story: candidate, cosine };
  }
  return nearest;
}
