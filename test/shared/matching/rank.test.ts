import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { backtest } from '../../../shared/matching/backtest.js';
import { type MatchablePaper, prepareEdition } from '../../../shared/matching/prepare.js';
import { rank } from '../../../shared/matching/rank.js';
import { learnTaste } from '../../../shared/matching/taste.js';
import { FIELDS, fieldEdition, fieldPaper, fieldVector } from './fields.js';

const now = new Date('2026-01-22T08:00:00Z');
const { edition, vectors } = fieldEdition(100);
const prepared = prepareEdition(edition, vectors);
const fields = Object.keys(FIELDS);

const likesOf = (field: string, seed: number) =>
  [1, 2, 3].map((nth) => ({
    paper: fieldPaper(field, 5_000 + seed * 10 + nth),
    vector: fieldVector(field, 1.2, 5_000 + seed * 10 + nth),
    direction: 'more' as const,
    at: new Date(now.getTime() - nth * 60_000).toISOString(),
  }));

test('three noisy likes find the papers of their field', () => {
  const precision = fields.map((field, seed) => {
    const taste = learnTaste(likesOf(field, seed), now, prepared.space.mean);
    const ranking = rank([prepared], { topics: [], taste, followedAuthors: [], mutedWords: [] });
    expect(new Set(ranking.map(({ paperId }) => paperId)).size).toBe(500);
    const first = ranking
      .slice(0, 20)
      .map(({ paperId }) => prepared.papers[prepared.position.get(paperId) ?? -1]);
    return first.filter((paper) => paper?.categories[0] === field).length / 20;
  });

  expect(Math.min(...precision)).toBeGreaterThan(0.9);
});

test('a phrase counts by its vector as soon as it has one, though others were ranked by its words before', () => {
  const topic = { kind: 'phrase' as const, phrase: 'wandering stars', weight: 1 };
  const reader = { taste: { likes: [], dislikes: [] }, followedAuthors: [], mutedWords: [] };
  const fresh = prepareEdition(edition, vectors);
  const vector = fieldVector('astro-ph.GA', 0.2, 1);

  rank([fresh], { ...reader, topics: [{ topic }] });
  const ranking = rank([fresh], { ...reader, topics: [{ topic, vector }] }).slice(0, 20);

  const found = ranking.map(({ paperId }) => fresh.papers[fresh.position.get(paperId) ?? -1]?.categories[0]);
  expect(new Set(found)).toEqual(new Set(['astro-ph.GA']));
});

test('a phrase without a vector finds papers by its words, standing out as far as others', () => {
  const topic = { kind: 'phrase' as const, phrase: 'quadruped navigation', weight: 1 };
  const reader = {
    topics: [{ topic }],
    taste: { likes: [], dislikes: [] },
    followedAuthors: [],
    mutedWords: [],
  };

  const ranking = rank([prepareEdition(edition, vectors)], reader).slice(0, 20);

  const found = ranking.map(({ paperId }) => prepared.papers[prepared.position.get(paperId) ?? -1]);
  expect(new Set(found.map((paper) => paper?.categories[0]))).toEqual(new Set(['cs.RO']));
  expect(ranking[0]?.score).toBeGreaterThan(1);
});

test('a reader gets the same papers however many topics others asked for before', () => {
  const fresh = prepareEdition(edition, vectors);
  const readerOf = (...phrases: string[]) => ({
    topics: phrases.map((phrase) => ({ topic: { kind: 'phrase' as const, phrase, weight: 1 } })),
    taste: { likes: [], dislikes: [] },
    followedAuthors: [],
    mutedWords: [],
  });
  const reader = readerOf('quadruped navigation', 'galaxy clusters');
  const before = rank([fresh], reader);

  const rooms = Array.from({ length: 2_100 }, (_, nth) => {
    rank([fresh], readerOf(`topic ${nth}`));
    return fresh.sheet.room;
  });

  expect(Math.min(...rooms)).toBeLessThan(50);
  expect(rooms.at(-1)).toBeGreaterThan(1_000);
  expect(rank([fresh], reader)).toEqual(before);
});

const SHARED = '../shared/data';
const papersFile = `${SHARED}/papers-2026-01-uncategorised.jsonl.gz`;
const lines = (file: string): unknown[] =>
  gunzipSync(readFileSync(file))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test.skipIf(!existsSync(papersFile))(
  'words alone rank the papers of a real day for readers with ten likes (skipped where ../shared is absent)',
  () => {
    const Row = z.object({
      id: z.string(),
      title: z.string(),
      abstract: z.string(),
      authors: z.array(z.string()),
    });
    const Line = z.object({
      setting: z.string(),
      reader: z.string(),
      likes: z.array(z.string()),
      candidates: z.array(z.string()),
      relevant: z.array(z.string()),
    });
    const papers = lines(papersFile).map(
      (line): MatchablePaper => ({ ...Row.parse(line), categories: [], withdrawn: false, signals: {} }),
    );
    const wordless = new Map(papers.map(({ id }) => [id as string, new Float32Array(8)]));
    const rankFor = backtest(papers, wordless, new Map(), now);
    const readers = lines(`${SHARED}/readers-dev.jsonl.gz`)
      .map((line) => Line.parse(line))
      .filter(({ setting, reader }) => setting === '10likes' && reader.endsWith('2026-01-27'));

    const precision = readers.map(({ likes, candidates, relevant }) => {
      const first = rankFor({ topics: [], likes, dislikes: [], candidates }).slice(0, 10);
      return first.filter(({ paperId }) => relevant.includes(paperId)).length / Math.min(10, relevant.length);
    });

    expect(readers).toHaveLength(45);
    expect(precision.reduce((sum, value) => sum + value, 0) / precision.length).toBeGreaterThan(0.5);
  },
);
