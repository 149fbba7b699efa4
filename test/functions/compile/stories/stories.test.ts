import { describe, expect, it } from 'vitest';
import { findStories } from '../../../../functions/compile/stories/find-stories.js';
import { headline, learnLore } from '../../../../functions/compile/stories/headline.js';
import { continues } from '../../../../functions/compile/stories/known-again.js';
import { smallDay } from './small-day.js';

describe('findStories', () => {
  const { papers, vectors, subjectOf } = smallDay();
  const stories = findStories(papers, vectors, { share: 0.9 });

  it('tells the subjects of the day, each paper in one story at most', () => {
    const subjects = stories.map(
      ({ memberIndexes }) => new Set(memberIndexes.map((member) => subjectOf[member])),
    );

    expect(subjects.map(({ size }) => size)).toEqual([1, 1, 1, 1]);
    const members = stories.flatMap(({ memberIndexes }) => memberIndexes);
    expect(new Set(members).size).toBe(members.length);
  });

  it('leaves outside what fits none', () => {
    const members = new Set(stories.flatMap(({ memberIndexes }) => memberIndexes));
    expect([...members].filter((member) => (subjectOf[member] ?? -1) < 0)).toEqual([]);
  });

  it('tells them tightest first, the same again, and without categories too', () => {
    const cohesions = stories.map(({ cohesion }) => cohesion);
    expect(cohesions).toEqual([...cohesions].sort((a, b) => b - a));
    expect(findStories(papers, vectors, { share: 0.9 })).toEqual(stories);
    const bare = papers.map(({ categories: _, ...paper }) => paper);
    expect(findStories(bare, vectors, { share: 0.9 }).length).toBeGreaterThanOrEqual(3);
  });

  it('keeps to the sizes asked for', () => {
    const small = findStories(papers, vectors, { share: 0.9, most: 3 });
    expect(small.every(({ memberIndexes }) => memberIndexes.length === 3)).toBe(true);
    expect(findStories(papers.slice(0, 2), vectors.slice(0, 2))).toEqual([]);
    expect(findStories([], [])).toEqual([]);
  });
});

describe('headline', () => {
  const { papers } = smallDay();
  const lore = learnLore(papers);

  it('reads like a title and says what the members share', () => {
    expect(headline(papers.slice(0, 4), lore)).toMatch(
      /^(Diffusion models for protein design|Protein design with diffusion models)$/,
    );
    expect(headline(papers.slice(4, 8), lore)).toContain('tar formation in dwarf galaxies');
    expect(headline(papers.slice(12, 15), lore)).toMatch(/prompt injection attacks on llm agents/i);
  });

  it('gives no headline twice', () => {
    const first = headline(papers.slice(0, 4), lore);
    expect(headline(papers.slice(0, 4), lore, new Set([first]))).not.toBe(first);
  });

  it('stays short and plain whatever the titles are', () => {
    const strange = [
      String.raw`$\mathcal{O}(n^2)$: ${'A very long title about nothing in particular '.repeat(5)}`,
      '??!',
      '<script>alert(1)</script>',
    ].map((title, at) => ({ id: `arxiv:s${at}`, title, abstract: '' }));

    const text = headline(strange, learnLore(strange));

    expect(text.length).toBeGreaterThan(0);
    expect(text.length).toBeLessThanOrEqual(70);
    expect(text).not.toMatch(/[<>$\\{}]/);
    expect(headline([{ id: 'arxiv:x', title: '?!', abstract: '' }], learnLore([]))).toBe('Related papers');
  });
});

describe('continues', () => {
  const told = (id: string, ...centroid: number[]) => ({ id, centroid: Float32Array.from(centroid) });

  it('finds the nearest earlier story that is near enough', () => {
    const earlier = [told('s1', 1, 0), told('s2', 0.8, 0.6)];
    expect(continues(told('s1', 0.9, 0.436), earlier)?.story.id).toBe('s2');
    expect(continues(told('s1', 0, 1), [told('s1', 1, 0)])).toBeUndefined();
  });

  it('does not meet centroids of another length', () => {
    expect(continues(told('s1', 1, 0), [told('s1', 1, 0, 0)])).toBeUndefined();
  });
});
