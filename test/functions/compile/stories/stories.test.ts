import { describe, expect, it } from 'vitest';
import { findStories } from '../../../../functions/compile/stories/find-stories.js';
import { headline, learnLore } from '../../../../functions/compile/stories/headline.js';
import { continuedFrom } from '../../../../functions/compile/stories/known-again.js';
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

describe('continuedFrom', () => {
  /** Unit vectors so many degrees round a circle. */
  const at = (...degrees: number[]) =>
    degrees.map((angle) => {
      const turn = (angle * Math.PI) / 180;
      return Float32Array.from([Math.cos(turn), Math.sin(turn)]);
    });

  it('knows a story again that is nearer than different stories of a day are', () => {
    const earlier = at(0, 40, 80, 120, 160);
    expect(continuedFrom(at(83, 240, 200, 300, 121), earlier)).toEqual([
      2,
      undefined,
      undefined,
      undefined,
      3,
    ]);
  });

  it('lets one story go on in one story, the nearest', () => {
    const earlier = at(0, 40, 80, 120, 160);
    expect(continuedFrom(at(4, 359, 200, 240, 280), earlier)).toEqual([
      undefined,
      0,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('says nothing of days with few stories or none', () => {
    expect(continuedFrom(at(0, 90), at(0, 90))).toEqual([undefined, undefined]);
    expect(continuedFrom([], at(0, 40, 80))).toEqual([]);
    expect(continuedFrom(at(0), [])).toEqual([undefined]);
  });
});
