import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ShapeError } from './errors.js';
import { parseJsonAs } from './parse.js';

/** What must never stand in an environment variable, a template or a log. */
export const Secrets = z.object({
  /** Signs links. The first key signs; every one is read, so that keys can be changed without breaking links. */
  linkKeys: z.array(z.string().min(32)).min(1),
  /** Hashes addresses into subscriber ids; it is never changed, since it names everybody. */
  addressKey: z.string().min(32),
  openAiApiKey: z.string().optional(),
});
export type Secrets = z.infer<typeof Secrets>;

/**
 * Reads the secrets that `reference` names: a `file:` URL.
 * @throws ShapeError when they are not of the shape of {@link Secrets}; values are never quoted
 */
export async function readSecrets(reference: string): Promise<Secrets> {
  if (!reference.startsWith('file:')) throw new ShapeError('SECRETS', 'expected a file: URL');
  return parseJsonAs(Secrets, await readFile(fileURLToPath(reference), 'utf8'), 'secrets');
}
