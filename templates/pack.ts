import { brotliCompressSync, constants, createBrotliDecompress } from 'node:zlib';
import { z } from 'zod';
import { DigestError } from '../shared/errors.js';
import { parseAs, parseJsonAs } from '../shared/parse.js';
import { type EditionCards, openHeader } from './card.js';
import { endOfTexts, type LaidCards, LaidHeader } from './laid.js';

/** Stored bytes that are not the cards of an edition. */
export class PackedCardsError extends DigestError {
  readonly code = 'packed-cards';
}

/** The most that packed cards may unfold to: 2,000 papers take 9 MB. */
const MOST_BYTES = 256 * 1024 * 1024;
/** So many bytes are unfolded at once. */
const CHUNK_BYTES = 256 * 1024;
const LENGTH_BYTES = 4;
const WHERE = 'packed cards';

/** One more with each change of what is stored. */
const FORMAT = 4;
/** What precedes the texts, as JSON, before it is known to be of this format. */
const Told = z.looseObject({ format: z.int() });

/** Returns an edition's cards as bytes to be stored: the header's length, the header, the texts; brotli. */
export function packCards({ texts, ...laid }: LaidCards): Uint8Array {
  const header = Buffer.from(JSON.stringify({ format: FORMAT, ...laid }));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(header.length);
  const whole = Buffer.concat([length, header, texts]);
  return brotliCompressSync(whole, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: whole.length },
  });
}

/**
 * Returns the cards that {@link packCards} packed; `undefined` when another version did. Their texts are unfolded to where
 * they stay: at 2,000 papers, each further copy would be 8 MB.
 * @throws PackedCardsError when the bytes are not brotli, or unfold to fewer or more than the header tells
 * @throws ShapeError when the header is of another shape @throws TemplateError when cards are of more than one template
 */
export async function unpackCards(packed: Uint8Array): Promise<EditionCards | undefined> {
  const unfolded = unfold(packed);
  try {
    return await openUnfolded(unfolded);
  } finally {
    await unfolded.return(undefined);
  }
}

async function openUnfolded(unfolded: AsyncGenerator<Buffer, undefined>): Promise<EditionCards | undefined> {
  const [{ format, ...told }, rest] = await readHeader(unfolded);
  if (format !== FORMAT) return undefined;
  const header = parseAs(LaidHeader, told, WHERE);
  if (endOfTexts(header) > MOST_BYTES) throw problem(`at most ${MOST_BYTES} bytes`);
  const cards = openHeader(header);
  const { galley } = cards;
  for (let chunk: Buffer | undefined = rest; chunk; chunk = (await unfolded.next()).value) {
    if (chunk.length > galley.missing) throw problem('fewer bytes');
    galley.lay(chunk);
  }
  if (galley.missing > 0) throw problem('more bytes');
  return cards;
}

/** Returns the header, and what was unfolded beyond it. */
async function readHeader(
  unfolded: AsyncGenerator<Buffer, undefined>,
): Promise<[z.infer<typeof Told>, Buffer]> {
  const chunks: Buffer[] = [];
  let size = 0;
  let end = LENGTH_BYTES;
  while (size < end) {
    const { value } = await unfolded.next();
    if (value === undefined) throw problem(`a header of ${end - LENGTH_BYTES} bytes`);
    chunks.push(value);
    size += value.length;
    if (end === LENGTH_BYTES && size >= LENGTH_BYTES) end += Buffer.concat(chunks).readUInt32BE(0);
    if (end > MOST_BYTES) throw problem(`at most ${MOST_BYTES} bytes`);
  }
  const whole = Buffer.concat(chunks);
  return [parseJsonAs(Told, whole.toString('utf8', LENGTH_BYTES, end), WHERE), whole.subarray(end)];
}

async function* unfold(packed: Uint8Array): AsyncGenerator<Buffer, undefined> {
  const brotli = createBrotliDecompress({ chunkSize: CHUNK_BYTES });
  brotli.end(packed);
  try {
    yield* brotli;
  } catch (cause) {
    throw problem('brotli', { cause });
  }
  return undefined;
}

function problem(expected: string, options?: ErrorOptions): PackedCardsError {
  return new PackedCardsError(`${WHERE}: expected ${expected}`, options);
}
