import { z } from 'zod';
import { ShapeError } from '../errors.js';
import { parseJsonAs } from '../parse.js';
import type { Taste, TasteGroup } from './taste.js';

const TITLE_KEPT = 80;

const Group = z.object({
  evidence: z.number().nonnegative(),
  paperId: z.string(),
  title: z.string(),
  words: z.record(z.string(), z.number()),
});
const Head = z.object({
  dimensions: z.int().nonnegative(),
  likes: z.array(Group).max(16),
  dislikes: z.array(Group).max(16),
});

const headOf = ({ evidence, paperId, title, words }: TasteGroup) => ({
  evidence: Math.round(evidence * 1_000) / 1_000,
  paperId,
  title: title.length > TITLE_KEPT ? `${title.slice(0, TITLE_KEPT - 1)}…` : title,
  words: Object.fromEntries([...words].map(([word, weight]) => [word, Math.round(weight * 10) / 10])),
});

/**
 * A taste as bytes to be stored: four bytes of length, that much JSON, then each group's vector as signed bytes.
 * About a kilobyte for each group at 384 dimensions.
 */
export function packTaste(taste: Taste): Uint8Array {
  const groups = [...taste.likes, ...taste.dislikes];
  const dimensions = groups[0]?.vector.length ?? 0;
  const head = new TextEncoder().encode(
    JSON.stringify({ dimensions, likes: taste.likes.map(headOf), dislikes: taste.dislikes.map(headOf) }),
  );
  const bytes = new Uint8Array(4 + head.length + groups.length * dimensions);
  new DataView(bytes.buffer).setUint32(0, head.length);
  bytes.set(head, 4);
  groups.forEach(({ vector }, nth) => {
    const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
    const signed = Int8Array.from(vector, (value) => Math.round((value / largest) * 127));
    bytes.set(new Uint8Array(signed.buffer), 4 + head.length + nth * dimensions);
  });
  return bytes;
}

/** The taste that {@link packTaste} packed, its vectors of unit length. @throws ShapeError when the bytes are not one */
export function unpackTaste(bytes: Uint8Array): Taste {
  const where = 'stored taste';
  if (bytes.length < 4) throw new ShapeError(where, `expected at least 4 bytes, got ${bytes.length}`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
  const text = new TextDecoder().decode(bytes.subarray(4, 4 + length));
  const head = parseJsonAs(Head, text, where);
  const expected = 4 + length + (head.likes.length + head.dislikes.length) * head.dimensions;
  if (bytes.length !== expected)
    throw new ShapeError(where, `expected ${expected} bytes, got ${bytes.length}`);
  let at = 4 + length;
  const groupOf = (group: z.output<typeof Group>): TasteGroup => {
    const signed = new Int8Array(bytes.buffer, bytes.byteOffset + at, head.dimensions);
    at += head.dimensions;
    const norm = Math.hypot(...signed) || 1;
    return {
      ...group,
      words: new Map(Object.entries(group.words)),
      vector: Float32Array.from(signed, (value) => value / norm),
    };
  };
  return { likes: head.likes.map(groupOf), dislikes: head.dislikes.map(groupOf) };
}
