import { expect, test } from 'vitest';
import { Digest } from '../../../shared/domain/digest.js';
import type { Topic } from '../../../shared/domain/preferences.js';
import { chooseDigest } from '../../../shared/matching/choose.js';
import { type MatchablePaper, prepareEdition } from '../../../shared/matching/prepare.js';
import type { Reader } from '../../../shared/matching/rank.js';
import { learnTaste } from '../../../shared/matching/taste.js';
import { fieldEdition, fieldPaper, fieldVector } from './fields.js';

const now = new Date('2026-01-22T08:00:00Z');
const { edition, vectors } = fieldEdition(30);
const prepared = prepareEdition(edition, vectors);
const fieldOf = new Map(edition.papers.map(({ id, categories }) => [id as string, categories[0]]));
const options = { length: 6, threshold: 'balanced' as const, seed: 'reader 1, 2026-01-22' };

function readerOf(change: Partial<Reader>): Reader {
  return { topics: [], taste: { likes: [], dislikes: [] }, followedAuthors: [], mutedWords: [], ...change };
}
const phrase = (text: string, field: string, weight = 1) => ({
  topic: { kind: 'phrase', phrase: text, weight } as Topic,
  vector: fieldVector(field, 0.2, 1),
});
const category = (name: string) => ({ topic: { kind: 'category', category: name, weight: 1 } as Topic });

/** The edition with more papers in it. */
function editionWith(more: [paper: MatchablePaper, vector: Float32Array][]) {
  const papers = [...edition.papers, ...more.map(([paper]) => paper)];
  return prepareEdition({ ...edition, papers }, [...vectors, ...more.map(([, vector]) => vector)]);
}
const wantedOf = (digest: Digest) => digest.picks.filter((pick) => pick.explorationPropensity === undefined);
const fieldsOf = (digest: Digest) => wantedOf(digest).map(({ paperId }) => fieldOf.get(paperId));

test('a phrase brings papers close to it, with the phrase as the reason', () => {
  const digest = chooseDigest(
    [prepared],
    readerOf({ topics: [phrase('robot manipulation', 'cs.RO')] }),
    options,
  );

  expect(Digest.parse(digest)).toEqual(digest);
  expect(new Set(fieldsOf(digest))).toEqual(new Set(['cs.RO']));
  expect(wantedOf(digest)[0]?.why).toBe('close to “robot manipulation”');
});

test('two topics are both served, and not what lies between them', () => {
  const topics = [phrase('robots', 'cs.RO'), phrase('qubits', 'quant-ph')];

  const digest = chooseDigest([prepared], readerOf({ topics }), { ...options, length: 9 });

  expect(new Set(fieldsOf(digest))).toEqual(new Set(['cs.RO', 'quant-ph']));
});

test('a category brings its own papers before those only cross-listed in it, and says so', () => {
  const crossed: [MatchablePaper, Float32Array] = [
    fieldPaper('cs.RO', 900, { categories: ['cs.RO', 'math.AP'] }),
    fieldVector('math.AP', 0.1, 9),
  ];

  const digest = chooseDigest([editionWith([crossed])], readerOf({ topics: [category('math.AP')] }), {
    ...options,
    length: 40,
    threshold: 'everything',
  });

  const ids = wantedOf(digest).map(({ paperId }) => paperId);
  expect(ids).toHaveLength(31);
  expect(ids.indexOf('arxiv:2601.00900')).toBeGreaterThan(15);
  expect(digest.picks[0]?.why).toBe('in Analysis of PDEs, which you follow');
});

test('votes alone bring papers like those voted for, and name one of them', () => {
  const votes = [501, 502, 503].map((number) => ({
    paper: fieldPaper('astro-ph.GA', number),
    vector: fieldVector('astro-ph.GA', 0.5, number),
    direction: 'more' as const,
    at: new Date(now.getTime() - number * 60_000).toISOString(),
  }));
  const taste = learnTaste(votes, now, prepared.space.mean);

  const digest = chooseDigest([prepared], readerOf({ taste }), options);

  expect(new Set(fieldsOf(digest))).toEqual(new Set(['astro-ph.GA']));
  expect(digest.picks[0]?.why).toMatch(/^like “On \w+ and \w+ 50[123]”, which you voted for$/);
});

test('a vote against makes papers like it rarer', () => {
  const topics = [phrase('robots', 'cs.RO'), phrase('qubits', 'quant-ph')];
  const disliked = {
    paper: fieldPaper('quant-ph', 600),
    vector: fieldVector('quant-ph', 0.2, 600),
    direction: 'less' as const,
    at: now.toISOString(),
  };

  const taste = learnTaste([disliked], now, prepared.space.mean);
  const digest = chooseDigest([prepared], readerOf({ topics, taste }), options);

  expect(fieldsOf(digest).filter((field) => field === 'quant-ph').length).toBeLessThan(2);
});

test('a followed author is shown whatever the paper is about', () => {
  const digest = chooseDigest(
    [
      editionWith([
        [fieldPaper('cs.CL', 900, { authors: ['José B. Álvarez'] }), fieldVector('cs.CL', 1, 900)],
      ]),
    ],
    readerOf({ topics: [phrase('robots', 'cs.RO')], followedAuthors: ['Jose Alvarez'] }),
    { ...options, length: 20 },
  );

  expect(digest.picks.find(({ paperId }) => paperId === 'arxiv:2601.00900')?.why).toBe(
    'by Jose Alvarez, whom you follow',
  );
});

test('withdrawn papers and papers with a muted word are never shown, words that contain it are', () => {
  const near = (number: number, change: Partial<MatchablePaper>): [MatchablePaper, Float32Array] => [
    fieldPaper('cs.RO', number, change),
    fieldVector('cs.RO', 0.1, number),
  ];
  const crowded = editionWith([
    near(900, { withdrawn: true }),
    near(901, { title: 'A Blockchain for every robot' }),
    near(902, { title: 'Blockchains for every robot' }),
  ]);
  const reader = readerOf({ topics: [phrase('robots', 'cs.RO')], mutedWords: ['blockchain'] });

  const digest = chooseDigest([crowded], reader, { ...options, length: 50, threshold: 'everything' });

  const ids = digest.picks.map(({ paperId }) => paperId);
  expect(ids).not.toContain('arxiv:2601.00900');
  expect(ids).not.toContain('arxiv:2601.00901');
  expect(ids).toContain('arxiv:2601.00902');
});

test('a reader whose topics are not in the edition gets nothing, and no exploration as filler', () => {
  const digest = chooseDigest([prepared], readerOf({ topics: [category('econ.TH')] }), options);

  expect(digest).toMatchObject({ picks: [], storyIds: [], considered: 150 });
});

test('one pick at most is chosen by chance, is labelled, and keeps the chance it had', () => {
  const reader = readerOf({ topics: [phrase('robots', 'cs.RO')] });

  const drawn = Array.from({ length: 40 }, (_, n) =>
    chooseDigest([prepared], reader, { ...options, seed: `reader ${n}` }).picks.filter(
      ({ explorationPropensity }) => explorationPropensity !== undefined,
    ),
  );

  expect(drawn.every((picks) => picks.length === 1)).toBe(true);
  const [one] = drawn.flat();
  expect(one?.why).toBe('something different, to learn what you like');
  expect(one?.explorationPropensity).toBeCloseTo(1 / 20, 2);
  expect(new Set(drawn.flat().map(({ paperId }) => paperId)).size).toBeGreaterThan(5);
});

test('the same seed gives the same digest', () => {
  const reader = readerOf({ topics: [phrase('robots', 'cs.RO')] });

  expect(chooseDigest([prepared], reader, options)).toEqual(chooseDigest([prepared], reader, options));
});

test('twins do not both make a short digest', () => {
  const twin = (number: number): [MatchablePaper, Float32Array] => [
    fieldPaper('cs.RO', number),
    fieldVector('cs.RO', 0.05, 1),
  ];

  const digest = chooseDigest(
    [editionWith([twin(900), twin(901)])],
    readerOf({ topics: [phrase('robots', 'cs.RO')] }),
    { ...options, length: 3 },
  );

  const ids = digest.picks.map(({ paperId }) => paperId);
  expect(ids.includes('arxiv:2601.00900') && ids.includes('arxiv:2601.00901')).toBe(false);
});

test('a week is ranked anew over its editions, a paper in two of them shown once', () => {
  const later = fieldEdition(30, 21, '2026-01-23');

  const digest = chooseDigest(
    [prepared, prepareEdition(later.edition, later.vectors)],
    readerOf({ topics: [phrase('robots', 'cs.RO')] }),
    { ...options, length: 20 },
  );

  const ids = digest.picks.map(({ paperId }) => paperId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(digest).toMatchObject({
    day: '2026-01-23',
    editions: ['2026-01-22', '2026-01-23'],
    considered: 300,
  });
});

test('a pick tells the newest edition that has its paper, and where it is there', () => {
  const day = '2026-01-23';
  const later = { ...edition, day, papers: edition.papers.slice(0, 20).toReversed() };
  const week = [prepared, prepareEdition(later, vectors.slice(0, 20).toReversed())];

  const { picks } = chooseDigest(week, readerOf({ topics: [phrase('robots', 'cs.RO')] }), {
    ...options,
    length: 50,
    threshold: 'everything',
  });

  const newest = picks.map(({ paperId }) => (week[1]?.position.has(paperId) ? later : edition));
  expect(new Set(newest).size).toBe(2);
  expect(picks.map((pick) => pick.day)).toEqual(newest.map((one) => one.day));
  expect(newest.map(({ papers }, nth) => papers[picks[nth]?.number ?? -1]?.id)).toEqual(
    picks.map(({ paperId }) => paperId),
  );
});

test('papers and vectors that do not pair up are refused', () => {
  expect(() => prepareEdition(edition, vectors.slice(1))).toThrow('expected 150 vectors');
});

test.each([0, 1, 2])('an edition of %i papers is matched like any other', (size) => {
  const few = { ...edition, papers: edition.papers.slice(0, size) };
  const reader = readerOf({ topics: [phrase('robots', 'cs.RO'), category('cs.RO')] });

  const digest = chooseDigest([prepareEdition(few, vectors.slice(0, size))], reader, options);

  expect(wantedOf(digest)).toHaveLength(size);
  expect(digest.picks.every(({ score }) => Number.isFinite(score))).toBe(true);
});
