import { expect, test } from 'vitest';
import { BUDGET, type Paths, pathsOf } from '../../../shared/matching/paths.js';
import { prepareEdition } from '../../../shared/matching/prepare.js';
import { Rows } from '../../../shared/matching/rows.js';
import { ENOUGH, type Found, walkTo } from '../../../shared/matching/walker.js';
import { roundVectors } from '../../../shared/vector-bytes.js';
import { FIELDS, fieldEdition, fieldVector } from './fields.js';

/** An edition of so many papers of all fields. */
function prepared(count: number) {
  const { edition, vectors } = fieldEdition(Math.ceil(count / Object.keys(FIELDS).length));
  return prepareEdition({ ...edition, papers: edition.papers.slice(0, count) }, vectors.slice(0, count));
}

/** A query near a field's papers. */
function queryFor(width: number, field: string): Float32Array {
  const query = new Float32Array(width);
  query.set(fieldVector(field, 0.2, 1));
  return query;
}

/** The walk as it is described, without its speed. */
function plainWalk(scores: readonly number[], paths: Paths, starts: readonly number[]): Found {
  const papers: number[] = [];
  const meet = (list: Iterable<number>) => {
    for (const at of list) if (papers.length < BUDGET && !papers.includes(at)) papers.push(at);
  };
  const goneOnFrom = new Set<number>();
  const best = () =>
    papers
      .filter((at) => !goneOnFrom.has(at))
      .reduce((a, b) => ((scores[b] ?? 0) > (scores[a] ?? Number.NEGATIVE_INFINITY) ? b : a), -1);
  meet(paths.anchors);
  const anchored = papers.map((at) => scores[at] ?? 0);
  meet(starts.slice(0, 8));
  const isEnough = (at: number) =>
    papers.filter((other) => (scores[other] ?? 0) > (scores[at] ?? 0)).length >= ENOUGH;
  for (let at = best(); papers.length < BUDGET && at >= 0 && !isEnough(at); at = best()) {
    goneOnFrom.add(at);
    meet(paths.to.slice(paths.starts[at], paths.starts[at + 1]));
  }
  const squares = anchored.reduce((sum, score) => sum + score * score, 0);
  return {
    papers,
    scores: papers.map((at) => scores[at] ?? 0),
    deviation: Math.sqrt(squares / Math.max(1, anchored.length)) || 1,
  };
}

test.each([
  [1_000, []],
  [1_000, [1, 5, 9]],
  [500, [499, 3, 250, 7, 8, 9, 10, 11, 12, 13]],
  [BUDGET + 1, [0]],
  [BUDGET, [0]],
  [7, [6]],
])('a walk over %i papers from %j finds what its description says', (count, starts) => {
  const { space, paths } = prepared(count);
  const query = queryFor(space.width, 'cs.RO');

  const found = walkTo(space, query, Int32Array.from(starts));

  const scores = Array.from({ length: count }, (_, at) => space.rows.score(at));
  expect(found).toEqual(plainWalk(scores, paths, starts));
});

test('a walk over many papers finds most of the best', () => {
  const { space } = prepared(1_000);

  const found = walkTo(space, queryFor(space.width, 'cs.RO'));

  const scores = Array.from({ length: space.count }, (_, at) => space.rows.score(at));
  const best = [...scores.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0)).slice(0, 20);
  expect(best.filter((at) => found.papers.includes(at)).length).toBeGreaterThanOrEqual(15);
});

test('a walk ends before its budget where nothing it could go on from is among the best', () => {
  const { space } = prepared(400);

  const { papers } = walkTo(space, queryFor(space.width, 'cs.RO'));

  const scores = Array.from({ length: space.count }, (_, at) => space.rows.score(at));
  const best = [...scores.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0)).slice(0, ENOUGH);
  expect(papers.length).toBeLessThan(BUDGET);
  expect(best.filter((at) => papers.includes(at)).length).toBeGreaterThanOrEqual(10);
});

test('a walk is the same whatever was walked to before', () => {
  const { space } = prepared(500);
  const query = queryFor(space.width, 'cs.RO');

  const first = walkTo(space, query);
  walkTo(space, queryFor(space.width, 'cs.CL'), Int32Array.from([1, 2, 3]));

  expect(walkTo(space, query)).toEqual(first);
});

test('no papers, papers of no numbers, and papers without paths are walked over to an end', () => {
  const nothing = { papers: [], scores: [], deviation: 1 };
  const none = prepared(0).space;
  const blank = new Rows(roundVectors([new Float32Array(0), new Float32Array(0)]));
  blank.walker.lay(pathsOf({ each: 0, of: new Int32Array(0), closeness: new Float32Array(0) }, 2));
  const lone = new Rows(roundVectors([Float32Array.from([1, 0]), Float32Array.from([0, 1])]));

  expect(walkTo(none, new Float32Array(none.width))).toEqual(nothing);
  expect(walkTo({ ...none, rows: blank }, new Float32Array(0), Int32Array.from([1]))).toEqual(nothing);
  expect(walkTo({ ...none, rows: lone }, Float32Array.from([1, 0]), Int32Array.from([1, 0])).papers).toEqual([
    1, 0,
  ]);
});
