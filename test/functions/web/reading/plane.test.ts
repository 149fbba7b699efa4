import { describe, expect, it } from 'vitest';
import { placesOf } from '../../../../functions/web/reading/plane.js';
import { normalFrom, seededRandom } from '../../../../shared/terms/random.js';
import { unit } from '../../../../shared/terms/vectors.js';
import { packVectors, readPacked } from '../../../../shared/vector-bytes.js';

const GROUPS = 6;

/** Papers around a few centres, each belonging to the group of its number. */
function papers(count: number) {
  const normal = normalFrom(seededRandom(7));
  const centres = Array.from({ length: GROUPS }, () => Float32Array.from({ length: 64 }, normal));
  const vectors = Array.from({ length: count }, (_, n) =>
    unit(Float32Array.from({ length: 64 }, (_, d) => (centres[n % GROUPS]?.[d] ?? 0) + 0.6 * normal())),
  );
  return readPacked(packVectors(vectors));
}

describe('the picture of an edition', () => {
  it('is the same for the same vectors, within its frame', () => {
    const places = placesOf(papers(60));
    expect(placesOf(papers(60))).toEqual(places);
    for (const { x, y } of places) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(Math.max(x, y)).toBeLessThanOrEqual(1);
    }
  });

  it('puts papers of one kind side by side: nine in ten are nearest to one of their own', () => {
    const places = placesOf(papers(120));
    const own = places.filter((place, n) => {
      const distances = places.map(({ x, y }, m) =>
        m === n ? Infinity : Math.hypot(x - place.x, y - place.y),
      );
      return distances.indexOf(Math.min(...distances)) % GROUPS === n % GROUPS;
    });
    expect(own.length / places.length).toBeGreaterThan(0.9);
  });

  it('hides no paper under another', () => {
    const places = placesOf(papers(60));
    const nearest = places.map((a) =>
      Math.min(...places.filter((b) => b !== a).map((b) => Math.hypot(a.x - b.x, a.y - b.y))),
    );
    expect(Math.min(...nearest)).toBeGreaterThan(0.015);
  });

  it.each([0, 1, 2])('can be made of %i papers', (count) => {
    const places = placesOf(papers(count));
    expect(places).toHaveLength(count);
    expect(places.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
  });
});
