import { ShapeError } from '../errors.js';
import { normaliseAt } from './linear.js';
import type { Taste, TasteGroup } from './taste.js';

const WHERE = 'stored taste';
const VERSION = 1;
/** Version, likes, dislikes (one byte each), numbers in a vector (two), bytes of the text behind the groups (four). */
const HEAD_BYTES = 9;
/** Before a group's words: its evidence as a float, and how many words there are. */
const GROUP_BYTES = 5;
const MOST_GROUPS = 16;
const MOST_WORDS = 255;
const MOST_WEIGHT = 0xffff;
const TITLE_KEPT = 80;

/**
 * A taste as bytes to be stored: a head, then of each group its evidence, its words' weights in tenths and its vector as
 * signed bytes, then a text: of each group a line for the paper's id, one for its title and one for each word. Less
 * than a kilobyte for each group at 384 dimensions, and unpacked for every digest, so nothing in it is JSON.
 */
export function packTaste({ likes, dislikes }: Taste): Uint8Array {
  const groups = [...likes, ...dislikes];
  const dimensions = groups[0]?.vector.length ?? 0;
  const text = Buffer.from(groups.flatMap(linesOf).join('\n'));
  const head = Buffer.alloc(HEAD_BYTES);
  head.set([VERSION, likes.length, dislikes.length]);
  head.writeUInt16LE(dimensions, 3);
  head.writeUInt32LE(text.length, 5);
  return new Uint8Array(Buffer.concat([head, ...groups.map(groupBytes), text]));
}

function linesOf({ paperId, title, words }: TasteGroup): string[] {
  const short = title.length > TITLE_KEPT ? `${title.slice(0, TITLE_KEPT - 1)}…` : title;
  return [paperId, short, ...words.slice(0, MOST_WORDS)].map((line) =>
    line.toWellFormed().replace(/\s+/g, ' '),
  );
}

function groupBytes({ evidence, weights: all, vector }: TasteGroup): Buffer {
  const weights = all.slice(0, MOST_WORDS);
  const head = Buffer.alloc(GROUP_BYTES + 2 * weights.length);
  head.writeFloatLE(evidence, 0);
  head.writeUInt8(weights.length, 4);
  weights.forEach((weight, nth) => {
    head.writeUInt16LE(Math.min(MOST_WEIGHT, Math.round(weight * 10)), GROUP_BYTES + 2 * nth);
  });
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  const signed = Int8Array.from(vector, (value) => Math.round((value / largest) * 127));
  return Buffer.concat([head, new Uint8Array(signed.buffer)]);
}

/** The taste that {@link packTaste} packed, its vectors of unit length. @throws ShapeError when the bytes are not one */
export function unpackTaste(bytes: Uint8Array): Taste {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  expect(view.length >= HEAD_BYTES, `at least ${HEAD_BYTES} bytes`);
  const [version, likes = 0, dislikes = 0] = view;
  expect(version === VERSION, `version ${VERSION}`);
  expect(likes <= MOST_GROUPS && dislikes <= MOST_GROUPS, `at most ${MOST_GROUPS} groups`);
  const dimensions = view.readUInt16LE(3);
  const textAt = view.length - view.readUInt32LE(5);
  const lines = textAt < view.length ? view.toString('utf8', Math.max(0, textAt)).split('\n') : [];
  const groups: TasteGroup[] = [];
  let at = HEAD_BYTES;
  let line = 0;
  while (groups.length < likes + dislikes) {
    expect(at + GROUP_BYTES <= textAt, 'more bytes');
    const count = view.readUInt8(at + 4);
    const end = at + GROUP_BYTES + 2 * count + dimensions;
    expect(end <= textAt && line + 2 + count <= lines.length, 'more bytes');
    groups.push(readGroup(view, at, end - dimensions, end, lines, line));
    at = end;
    line += 2 + count;
  }
  expect(at === textAt && line === lines.length, 'fewer bytes');
  return { likes: groups.slice(0, likes), dislikes: groups.slice(likes) };
}

function readGroup(
  view: Buffer,
  at: number,
  vectorAt: number,
  end: number,
  lines: readonly string[],
  line: number,
): TasteGroup {
  const evidence = view.readFloatLE(at);
  expect(evidence >= 0 && evidence < Number.POSITIVE_INFINITY, 'evidence');
  const weights: number[] = [];
  for (let from = at + GROUP_BYTES; from < vectorAt; from += 2) {
    weights.push(view.readUInt16LE(from) / 10);
  }
  const words = lines.slice(line + 2, line + 2 + weights.length);
  const vector = new Float32Array(new Int8Array(view.buffer, view.byteOffset + vectorAt, end - vectorAt));
  normaliseAt(vector, 0, vector.length);
  return { evidence, vector, words, weights, paperId: lines[line] ?? '', title: lines[line + 1] ?? '' };
}

function expect(holds: boolean, what: string): asserts holds {
  if (!holds) throw new ShapeError(WHERE, `expected ${what}`);
}
