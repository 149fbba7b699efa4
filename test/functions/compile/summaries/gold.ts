import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

/** A paper of SciTLDR with its gold one-sentence summaries. */
export const Gold = z.object({ title: z.string(), abstract: z.string(), target: z.array(z.string()) });

/** The lines of a gzipped JSON Lines file. */
export function readLines<S extends z.ZodType>(file: string, schema: S): z.output<S>[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  return lines.map((line) => schema.parse(JSON.parse(line)));
}
