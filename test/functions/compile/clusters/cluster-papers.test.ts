import { describe, expect, it } from 'vitest';
import { clusterPapers, type PaperWords } from '../../../../functions/compile/clusters/cluster-papers.js';
import { normalFrom, seededRandom } from '../../../../shared/terms/random.js';
import { unit } from '../../../../shared/terms/vectors.js';

/** Papers of a few fields, each with words of its own and an embedding scattered about the field's direction. */
function papersOfFields(
  fields: number,
  each: number,
): { papers: PaperWords[]; vectors: Float32Array[]; fieldOf: number[] } {
  const normal = normalFrom(seededRandom(7));
  const papers: PaperWords[] = [];
  const vectors: Float32Array[] = [];
  const fieldOf: number[] = [];
  const centres = Array.from({ length: fields }, () => unit(Float32Array.from({ length: 24 }, normal)));
  for (let at = 0; at < fields * each; at++) {
    const field = at % fields;
    const words = `alpha${field} beta${field} gamma${field} common`;
    papers.push({ id: `arxiv:${at}`, title: words, abstract: `${words} term${at % 11}` });
    vectors.push(unit(Float32Array.from(centres[field] ?? [], (value) => value + 0.15 * normal())));
    fieldOf.push(field);
  }
  return { papers, vectors, fieldOf };
}

describe('clusterPapers', () => {
  it('finds the fields that are there', () => {
    const { papers, vectors, fieldOf } = papersOfFields(4, 15);

    const clusters = clusterPapers(papers, vectors, { clusters: 4 });

    const pairs = new Set(clusters.map((cluster, at) => `${cluster} ${fieldOf[at]}`));
    expect(pairs.size).toBe(4);
  });

  it('says the same when asked again', () => {
    const { papers, vectors } = papersOfFields(5, 12);
    expect(clusterPapers(papers, vectors)).toEqual(clusterPapers(papers, vectors));
  });

  it('takes days without papers, with one, with fewer than clusters, and with all alike', () => {
    const { papers, vectors } = papersOfFields(3, 1);
    expect(clusterPapers([], [])).toEqual([]);
    expect(clusterPapers(papers.slice(0, 1), vectors.slice(0, 1))).toEqual([0]);
    expect(clusterPapers(papers, vectors, { clusters: 9 })).toHaveLength(3);
    const alike = papers.map(() => vectors[0] ?? new Float32Array(24));
    expect(clusterPapers(papers, alike, { clusters: 2 })).toHaveLength(3);
  });
});
