import { hkdfSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { DigestError } from './errors.js';
import { keptFor } from './once.js';
import { parseJsonAs } from './parse.js';

/** A key that came of another, for as long as nobody has made one of its own (HKDF-SHA256, RFC 5869). */
const firstLinkKey = (addressKey: string) =>
  Buffer.from(hkdfSync('sha256', addressKey, '', 'research-digest first link key', 32)).toString('base64url');

/** What must never stand in an environment variable, a template or a log. */
export const Secrets = z
  .object({
    /**
     * Signs links. The first key signs; every one is read, so that keys can be changed without breaking links.
     * A fresh deployment has none yet and signs with one that is derived from `addressKey`.
     */
    linkKeys: z.array(z.string().min(32)).min(1).optional(),
    /** Hashes addresses into subscriber ids; it is never changed, since it names everybody. */
    addressKey: z.string().min(32),
    openAiApiKey: z.string().min(1).optional(),
  })
  .transform((secrets) => ({
    ...secrets,
    linkKeys: secrets.linkKeys ?? [firstLinkKey(secrets.addressKey)],
  }));
export type Secrets = z.infer<typeof Secrets>;

/** The secrets could not be fetched. */
export class SecretsError extends DigestError {
  readonly code = 'secrets';
}

/** How long a warm worker goes on with what it read: after so long, changed keys are known everywhere. */
const KEPT_MS = 5 * 60_000;

const readers = new Map<string, () => Promise<Secrets>>();

/**
 * The secrets that `reference` names: a `file:` URL, or the name or ARN of a secret in Secrets Manager, which is
 * asked at most every five minutes.
 * @throws SecretsError when they cannot be fetched
 * @throws ShapeError when they are not of the shape of {@link Secrets}; values are never quoted
 */
export async function readSecrets(reference: string): Promise<Secrets> {
  const reader = readers.get(reference) ?? keptFor(KEPT_MS, () => fetchSecrets(reference));
  readers.set(reference, reader);
  return reader();
}

/**
 * Reads, at most every five minutes, the secret that `reference` names and that is one text: see {@link readSecrets}.
 * What is returned throws SecretsError when it cannot be fetched.
 */
export function secretText(reference: string): () => Promise<string> {
  return keptFor(KEPT_MS, () => fetchText(reference));
}

async function fetchSecrets(reference: string): Promise<Secrets> {
  return parseJsonAs(Secrets, await fetchText(reference), 'secrets');
}

function fetchText(reference: string): Promise<string> {
  return reference.startsWith('file:')
    ? readFile(fileURLToPath(reference), 'utf8')
    : fromSecretsManager(reference);
}

/** The client is loaded here, so that a machine that keeps its secrets in a file never does. */
async function fromSecretsManager(name: string): Promise<string> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  try {
    const { SecretString } = await new SecretsManagerClient({}).send(
      new GetSecretValueCommand({ SecretId: name }),
    );
    if (SecretString !== undefined) return SecretString;
  } catch (cause) {
    const problem = cause instanceof Error ? cause.name : 'failed';
    throw new SecretsError(`secrets: Secrets Manager answered ${problem}`, { cause });
  }
  throw new SecretsError('secrets: Secrets Manager holds no text under this name');
}
