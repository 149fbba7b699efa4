import { nearestRows, sharesOf } from '../../../shared/matching/neighbours.js';
import { seededRandom } from '../../../shared/terms/random.js';
import type { PackedVectors } from '../../../shared/vector-bytes.js';

/** Where something is in a picture: both from 0 to 1. */
export interface Place {
  x: number;
  y: number;
}

const SEED = 20_260_122;
const NEIGHBOURS = 8;
const ROUNDS = 120;
/** How many strangers each paper is pushed off, in each round. */
const STRANGERS = 4;
const POWER_ROUNDS = 12;
const PARTING_ROUNDS = 24;

/**
 * Lays papers out in the plane so that those near in meaning are near: from their two principal directions, then
 * pulled to their nearest neighbours and pushed off strangers, after UMAP's method (McInnes, Healy and Melville 2018,
 * arXiv:1802.03426). The same for the same vectors. Returns a place for each row.
 */
export function placesOf(vectors: PackedVectors): Place[] {
  const { count, dimensions } = vectors;
  if (count === 0) return [];
  const random = seededRandom(SEED);
  const rows = centredUnitRows(vectors);
  const x = alongMain(rows, count, dimensions, random, undefined);
  const y = alongMain(rows, count, dimensions, random, x);
  const plane = [spread(x.scores), spread(y.scores)] as const;
  settle(plane, rows, vectors, random);
  const left = intoFrame(plane[0]);
  const top = intoFrame(plane[1]);
  part(left, top);
  return Array.from({ length: count }, (_, row) => ({ x: left[row] ?? 0, y: top[row] ?? 0 }));
}

/** Without what all share, and at unit length, so that inner products tell papers apart. */
function centredUnitRows({ count, dimensions, scales, values }: PackedVectors): Float32Array {
  const rows = Float32Array.from(values, (value, at) => value * (scales[Math.floor(at / dimensions)] ?? 0));
  const mean = new Float32Array(dimensions);
  for (let at = 0; at < rows.length; at++)
    mean[at % dimensions] = (mean[at % dimensions] ?? 0) + (rows[at] ?? 0) / count;
  for (let row = 0; row < count; row++) {
    const slice = rows.subarray(row * dimensions, (row + 1) * dimensions);
    let square = 0;
    for (let d = 0; d < dimensions; d++) {
      slice[d] = (slice[d] ?? 0) - (mean[d] ?? 0);
      square += (slice[d] ?? 0) ** 2;
    }
    const length = Math.sqrt(square) || 1;
    for (let d = 0; d < dimensions; d++) slice[d] = (slice[d] ?? 0) / length;
  }
  return rows;
}

interface Direction {
  axis: Float32Array;
  /** Of each row along the axis. */
  scores: Float32Array;
}

/** The direction in which rows vary most, across `earlier`, by power iteration. */
function alongMain(
  rows: Float32Array,
  count: number,
  dimensions: number,
  random: () => number,
  earlier: Direction | undefined,
): Direction {
  let axis = Float32Array.from({ length: dimensions }, () => random() - 0.5);
  const scores = new Float32Array(count);
  for (let round = 0; round < POWER_ROUNDS; round++) {
    const next = new Float32Array(dimensions);
    for (let row = 0; row < count; row++) {
      let score = 0;
      for (let d = 0; d < dimensions; d++) score += (rows[row * dimensions + d] ?? 0) * (axis[d] ?? 0);
      scores[row] = score;
      for (let d = 0; d < dimensions; d++)
        next[d] = (next[d] ?? 0) + score * (rows[row * dimensions + d] ?? 0);
    }
    const shared = earlier ? next.reduce((sum, value, d) => sum + value * (earlier.axis[d] ?? 0), 0) : 0;
    const across = next.map((value, d) => value - shared * (earlier?.axis[d] ?? 0));
    const length = Math.sqrt(across.reduce((sum, value) => sum + value * value, 0)) || 1;
    axis = across.map((value) => value / length);
  }
  return { axis, scores };
}

/** Scores with the spread that the pulling and pushing below is made for. */
function spread(scores: Float32Array): Float32Array {
  const deviation = Math.sqrt(scores.reduce((sum, value) => sum + value * value, 0) / scores.length) || 1;
  return scores.map((value) => (value / deviation) * 4);
}

function settle(
  [x, y]: readonly [Float32Array, Float32Array],
  rows: Float32Array,
  { count, dimensions }: PackedVectors,
  random: () => number,
): void {
  const near = nearestRows(rows, count, dimensions, NEIGHBOURS);
  const shares = sharesOf(near);
  for (let round = 0; round < ROUNDS; round++) {
    const step = 1 - round / ROUNDS;
    for (let edge = 0; edge < near.of.length; edge++) {
      const from = Math.floor(edge / near.each);
      const share = (shares[edge] ?? 0) * near.each;
      move(x, y, from, near.of[edge] ?? 0, (square) => (-step * share * 1.2) / (1 + square));
      if (edge % near.each >= STRANGERS) continue;
      const stranger = Math.floor(random() * count);
      if (stranger !== from)
        move(x, y, from, stranger, (square) => (step * 1.6) / ((0.02 + square) * (1 + square)));
    }
  }
}

/** Moves both of a pair apart by `force` of their squared distance, together where it is below nothing. */
function move(
  x: Float32Array,
  y: Float32Array,
  a: number,
  b: number,
  force: (square: number) => number,
): void {
  const dx = (x[a] ?? 0) - (x[b] ?? 0);
  const dy = (y[a] ?? 0) - (y[b] ?? 0);
  const strength = force(dx * dx + dy * dy);
  const byX = Math.max(-2, Math.min(2, strength * dx));
  const byY = Math.max(-2, Math.min(2, strength * dy));
  x[a] = (x[a] ?? 0) + byX / 2;
  y[a] = (y[a] ?? 0) + byY / 2;
  x[b] = (x[b] ?? 0) - byX / 2;
  y[b] = (y[b] ?? 0) - byY / 2;
}

/** Into 0 to 1: half by place and half by rank, so that what lies far out does not crowd the rest. */
function intoFrame(values: Float32Array): Float32Array {
  const order = Uint32Array.from(values.keys()).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const low = values[order[0] ?? 0] ?? 0;
  const high = values[order.at(-1) ?? 0] ?? 0;
  const framed = values.map((value) => (value - low) / (high - low || 1) / 2);
  order.forEach((at, rank) => {
    framed[at] = (framed[at] ?? 0) + rank / Math.max(1, values.length - 1) / 2;
  });
  return framed;
}

/** Moves those apart that would cover each other, within the frame. */
function part(x: Float32Array, y: Float32Array): void {
  const least = 0.32 / Math.sqrt(x.length);
  for (let round = 0; round < PARTING_ROUNDS; round++) {
    for (let a = 0; a < x.length; a++) {
      for (let b = 0; b < a; b++) {
        const dx = (x[a] ?? 0) - (x[b] ?? 0);
        const dy = (y[a] ?? 0) - (y[b] ?? 0);
        if (Math.abs(dx) < least && Math.abs(dy) < least) pushApart(x, y, a, b, dx, dy, least);
      }
    }
  }
}

function pushApart(
  x: Float32Array,
  y: Float32Array,
  a: number,
  b: number,
  dx: number,
  dy: number,
  least: number,
): void {
  const distance = Math.hypot(dx, dy);
  if (distance >= least) return;
  const [byX, byY] = distance > 1e-6 ? [dx / distance, dy / distance] : [1, 0];
  const half = (least - distance) / 2;
  x[a] = within((x[a] ?? 0) + byX * half);
  y[a] = within((y[a] ?? 0) + byY * half);
  x[b] = within((x[b] ?? 0) - byX * half);
  y[b] = within((y[b] ?? 0) - byY * half);
}

function within(value: number): number {
  return Math.max(0, Math.min(1, value));
}
