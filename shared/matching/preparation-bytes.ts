import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { z } from 'zod';
import { Day } from '../domain/day.js';
import { ShapeError } from '../errors.js';
import { parseJsonAs } from '../parse.js';
import { WordTable } from '../terms/word-table.js';
import { bytesToVector, packedToBytes, readPacked, vectorToBytes } from '../vector-bytes.js';
import { arePaths } from './paths.js';
import type { PlainTexts } from './plain-texts.js';
import type { Preparation, PreparedPaper } from './prepare.js';
import { Rows } from './rows.js';

/** Not Brotli, which takes 2.5 ms to begin. */
const compress = promisify(deflateRaw);
const decompress = promisify(inflateRaw);
/** More than most texts unfold to: zlib goes to its thread and back for each, and for 16 KB by default. */
const CHUNK_BYTES = 2 ** 20;

const WHERE = 'stored preparation';
/** Goes up when what is stored, or how it is worked out, changes: what has another is worked out anew. */
const VERSION = 3;

/** All that is text or small; what is large is numbers, and stands beside it as they are in memory. */
const Head = z.object({
  day: Day,
  storyIds: z.array(z.string()),
  /** Columns, with a line for each paper: a thousand objects take ten times as long to read. */
  ids: z.array(z.string()),
  titles: z.array(z.string()),
  /** Several on one line, parted by `SEPARATOR`. */
  categories: z.array(z.string()),
  authors: z.array(z.string()),
  withdrawn: z.array(z.int()),
  upvotes: z.array(z.int()),
  terms: z.array(z.string()),
  /** Neighbours of each paper. */
  each: z.int().nonnegative(),
});
type Head = z.infer<typeof Head>;

const SEPARATOR = '\n';

function columnsOf(papers: readonly PreparedPaper[]) {
  return {
    ids: papers.map(({ id }) => id),
    titles: papers.map(({ title }) => title),
    categories: papers.map(({ categories }) => categories.join(SEPARATOR)),
    authors: papers.map(({ authors }) => authors.join(SEPARATOR)),
    withdrawn: papers.map(({ withdrawn }) => Number(withdrawn)),
    upvotes: papers.map(({ upvotes }) => upvotes),
  };
}

/** @throws ShapeError when the columns differ in length */
function papersOf({ ids, titles, categories, authors, withdrawn, upvotes }: Head): PreparedPaper[] {
  for (const column of [titles, categories, authors, withdrawn, upvotes]) {
    if (column.length !== ids.length) throw new ShapeError(WHERE, 'expected columns of one length');
  }
  const split = (line = '') => (line === '' ? [] : line.split(SEPARATOR));
  return ids.map((id, at) => ({
    id,
    title: titles[at] ?? '',
    categories: split(categories[at]),
    authors: split(authors[at]),
    withdrawn: withdrawn[at] === 1,
    upvotes: upvotes[at] ?? 0,
  }));
}

/** A preparation as bytes, its texts apart from the rest. */
export interface PackedPreparation {
  /**
   * The version and the lengths of the parts (uint32 each), then the parts: the head as compressed JSON, and arrays of
   * numbers in the byte order of every platform that Node runs on.
   */
  bytes: Uint8Array;
  /** The papers' plain texts, a line each, compressed. */
  texts: Uint8Array;
}

/** Packs a preparation to be stored. @throws Error before its texts are ready */
export async function packPreparation(preparation: Preparation): Promise<PackedPreparation> {
  const { day, storyIds, papers, space, paths, storyOf, texts } = preparation;
  const { vocabulary, directions, mean } = space.words;
  const head: Head = {
    day,
    storyIds: [...storyIds],
    ...columnsOf(papers),
    terms: vocabulary.terms,
    each: space.neighbours.each,
  };
  const parts = [
    await compressed(JSON.stringify(head)),
    packedToBytes(space.rows.pack()),
    packedToBytes(directions.pack()),
    ...[space.mean, mean, vocabulary.rarity, space.neighbours.closeness].map(vectorToBytes),
    ...[space.neighbours.of, paths.starts, paths.to, paths.anchors, storyOf].map(vectorToBytes),
  ];
  const lengths = Uint32Array.from([VERSION, ...parts.map(({ byteLength }) => byteLength)]);
  const bytes = Buffer.concat([vectorToBytes(lengths), ...parts]);
  return { bytes, texts: await compressed(texts.lines.join('\n')) };
}

const PARTS = 12;

/**
 * The preparation whose `bytes` {@link packPreparation} packed; `undefined` when another version did.
 * @param texts the papers' texts, which are kept beside it
 * @throws ShapeError when the bytes are not such
 */
export async function unpackPreparation(
  bytes: Uint8Array,
  texts: PlainTexts,
): Promise<Preparation | undefined> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 4 * (PARTS + 1)) throw new ShapeError(WHERE, 'expected more bytes');
  if (view.getUint32(0, true) !== VERSION) return undefined;
  let end = 4 * (PARTS + 1);
  const parts = Array.from({ length: PARTS }, (_, part) => {
    const start = end;
    end += view.getUint32(4 * (part + 1), true);
    return bytes.subarray(start, end);
  });
  if (end !== bytes.byteLength) throw new ShapeError(WHERE, 'wrong length');
  const part = (at: number) => parts[at] ?? new Uint8Array();
  const head = parseJsonAs(Head, await decompressed(part(0)), WHERE);
  const { day, storyIds, terms, each } = head;
  const papers = papersOf(head);
  const rows = new Rows(readPacked(part(1)));
  const directions = readPacked(part(2));
  const count = papers.length;
  const mean = floats(part(3));
  const preparation: Preparation = {
    day,
    storyIds,
    papers,
    space: {
      dimensions: mean.length,
      width: mean.length + directions.dimensions,
      count,
      rows,
      mean,
      words: {
        vocabulary: {
          terms,
          table: new WordTable(terms),
          rarity: floats(part(5)),
        },
        directions: new Rows(directions, 0),
        mean: floats(part(4)),
      },
      neighbours: { each, closeness: floats(part(6)), of: integers(part(7)) },
    },
    paths: { starts: integers(part(8)), to: integers(part(9)), anchors: integers(part(10)) },
    storyOf: integers(part(11)),
    texts,
  };
  expectWhole(preparation);
  return preparation;
}

function expectWhole({ papers, space, paths, storyOf }: Preparation): void {
  const count = papers.length;
  const { vocabulary, directions, mean } = space.words;
  const holds =
    space.rows.count === count &&
    (count === 0 || space.rows.width === space.width) &&
    directions.count === vocabulary.terms.length &&
    vocabulary.rarity.length === vocabulary.terms.length &&
    mean.length === directions.width &&
    space.neighbours.of.length === count * space.neighbours.each &&
    space.neighbours.closeness.length === count * space.neighbours.each &&
    arePaths(paths, count) &&
    storyOf.length === count;
  if (!holds) throw new ShapeError(WHERE, 'expected parts that fit each other');
}

/** The texts that {@link packPreparation} packed, a line for each paper. @throws ShapeError when the bytes are not such */
export async function unpackTexts(bytes: Uint8Array): Promise<string[]> {
  return (await decompressed(bytes)).split('\n');
}

async function decompressed(bytes: Uint8Array): Promise<string> {
  try {
    return (await decompress(bytes, { chunkSize: CHUNK_BYTES })).toString('utf8');
  } catch (cause) {
    throw new ShapeError(WHERE, 'expected deflated text', { cause });
  }
}

function compressed(text: string): Promise<Uint8Array> {
  return compress(Buffer.from(text), { level: 9 });
}

const floats = bytesToVector;
const integers = (bytes: Uint8Array) => new Int32Array(bytesToVector(bytes).buffer);
