import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { expectJson, SourceError } from './source.js';

const longestLine = 10_000_000;

export interface JsonLine {
  /** Counted from 1. */
  number: number;
  value: unknown;
}

/**
 * Yields the lines of a JSON Lines file, plain or gzipped, as they are read; empty lines are passed over.
 * @throws SourceError in the name of `source` when the file cannot be read or a line is not JSON in UTF-8
 */
export async function* readJsonLines(file: string, source: string): AsyncGenerator<JsonLine> {
  let number = 0;
  for await (const line of linesOf(file, source)) {
    number += 1;
    if (line.trim() !== '') yield { number, value: expectJson(source, line, `line ${number}`) };
  }
}

/** Own splitting, because readline also breaks lines at U+2028, which JSON text may hold, and forgives bad UTF-8. */
async function* linesOf(file: string, source: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  try {
    for await (const chunk of await openFile(file)) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > longestLine)
        throw new SourceError(source, `has a line of over ${longestLine} characters`);
      yield* lines;
    }
    yield rest + decoder.decode();
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new SourceError(source, `cannot be read to its end (${problem})`, { cause });
  }
}

/** Gzip shows in the first two bytes (RFC 1952), whatever the file's name. */
async function openFile(file: string): Promise<Readable> {
  const handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0).finally(() => handle.close());
  const bytes = createReadStream(file);
  if (!buffer.equals(Buffer.from([0x1f, 0x8b]))) return bytes;
  // Whoever reads the last stream hears of every failure; the callback would hear of it a second time.
  return pipeline(bytes, createGunzip(), () => {});
}
