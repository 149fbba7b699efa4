import { expect, test } from 'vitest';
import { Digest } from '../../../shared/domain/digest.js';
import { chooseDigest } from '../../../shared/matching/choose.js';
import { prepareEdition } from '../../../shared/matching/prepare.js';
import type { Reader } from '../../../shared/matching/rank.js';
import { fieldEdition, fieldPaper, fieldVector } from './fields.js';

const { edition, vectors } = fieldEdition(30);
const prepared = prepareEdition(edition, vectors);
const fieldOf = new Map(edition.papers.map(({ id, categories }) => [id as string, categories[0]]));
const robots = { kind: 'phrase' as const, phrase: 'robot manipulation', weight: 1 };

function readerOf(change: Partial<Reader>): Reader {
  return { topics: [], taste: { likes: [], dislikes: [] }, followedAuthors: [], mutedWords: [], ...change };
}
const options = { length: 6, threshold: 'balanced' as const, seed: 'reader 1, 2026-01-22' };

test('a phrase brings papers close to it, with the phrase as the reason', () => {
  const reader = readerOf({ topics: [{ topic: robots, vector: fieldVector('cs.RO', 0.3, 1) }] });

  const digest = chooseDigest([prepared], reader, options);

  expect(Digest.parse(digest)).toEqual(digest);
  const wanted = digest.picks.filter(({ explorationPropensity }) => explorationPropensity === undefined);
  expect(wanted.map(({ paperId }) => fieldOf.get(paperId))).toEqual(wanted.map(() => 'cs.RO'));
  expect(wanted[0]?.why).toBe('close to “robot manipulation”');
});

test('a reader who follows nothing in the edition gets nothing', () => {
  const reader = readerOf({ topics: [{ topic: { kind: 'category', category: 'econ.TH', weight: 1 } }] });

  const digest = chooseDigest([prepared], reader, options);

  expect(digest.picks).toEqual([]);
  expect(digest.considered).toBe(150);
});

test('withdrawn papers and papers with a muted word are never shown', () => {
  const papers = [
    ...edition.papers,
    fieldPaper('cs.RO', 900, { withdrawn: true }),
    fieldPaper('cs.RO', 901, { title: 'A Blockchain for every robot' }),
    fieldPaper('cs.RO', 902, { title: 'Blockchains for every robot' }),
  ];
  const all = [...vectors, ...[900, 901, 902].map((seed) => fieldVector('cs.RO', 0.1, seed))];
  const reader = readerOf({
    topics: [{ topic: robots, vector: fieldVector('cs.RO', 0.1, 1) }],
    mutedWords: ['blockchain'],
  });

  const digest = chooseDigest([prepareEdition({ ...edition, papers }, all)], reader, {
    ...options,
    length: 50,
  });

  const ids = digest.picks.map(({ paperId }) => paperId);
  expect(ids).not.toContain('arxiv:2601.00900');
  expect(ids).not.toContain('arxiv:2601.00901');
  expect(ids).toContain('arxiv:2601.00902');
});

test('the same seed gives the same digest', () => {
  const reader = readerOf({ topics: [{ topic: robots, vector: fieldVector('cs.RO', 0.3, 1) }] });

  expect(chooseDigest([prepared], reader, options)).toEqual(chooseDigest([prepared], reader, options));
});
