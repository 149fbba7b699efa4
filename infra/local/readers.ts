import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { subscriberIdOf } from '../../shared/address.js';
import { Preferences } from '../../shared/domain/preferences.js';
import { firstEpoch } from '../../shared/domain/subscriber.js';
import { parseJsonAs } from '../../shared/parse.js';
import { Secrets } from '../../shared/secrets.js';
import type { PhraseStore } from '../../shared/stores/phrases.js';
import type { SubscriberStore } from '../../shared/stores/subscribers.js';

const category = (name: string, weight = 1) => ({ kind: 'category' as const, category: name, weight });
const phrase = (words: string, weight = 1) => ({ kind: 'phrase' as const, phrase: words, weight });

/** The readers of a machine on which nobody subscribed yet: mailboxes named after what they read. */
const SAMPLE_READERS: Record<string, Partial<Preferences>> = {
  'language-models@example.org': {
    topics: [category('cs.CL'), phrase('reasoning and alignment of large language models')],
    timeZone: 'Europe/Berlin',
  },
  'robots-and-vision@example.org': {
    topics: [category('cs.RO'), category('cs.CV', 0.5), phrase('robot manipulation learned from video')],
    timeZone: 'America/New_York',
    length: 10,
  },
  'night-sky@example.org': {
    topics: [
      category('astro-ph.GA'),
      category('astro-ph.CO'),
      phrase('galaxy formation in the early universe'),
    ],
    timeZone: 'Pacific/Auckland',
  },
  'quantum@example.org': {
    topics: [category('quant-ph'), phrase('error correction for quantum computers')],
    mutedWords: ['blockchain'],
    timeZone: 'Asia/Tokyo',
    threshold: 'best',
  },
  'safe-software@example.org': {
    topics: [phrase('finding security holes in software'), phrase('testing code written by language models')],
    timeZone: 'UTC',
    length: 6,
  },
};

/** Adds the sample readers who are not there yet, as people who have confirmed. */
export async function addSampleReaders(
  stores: { subscribers: SubscriberStore; phrases: PhraseStore },
  addressKey: string,
  now: Date,
): Promise<void> {
  for (const [address, chosen] of Object.entries(SAMPLE_READERS)) {
    const preferences = Preferences.parse(chosen);
    await stores.phrases.keep(preferences.topics);
    await stores.subscribers.add(
      {
        id: subscriberIdOf(address, addressKey),
        address,
        state: 'active',
        since: now.toISOString(),
        linkEpoch: firstEpoch(now),
      },
      { preferences, feedEpoch: firstEpoch(now) },
    );
  }
}

/** The secrets of this machine, made at the first run and readable by their owner only; and the file they are in. */
export async function localSecrets(dataDir: string): Promise<{ secrets: Secrets; file: string }> {
  const file = join(dataDir, 'secrets.json');
  await mkdir(dataDir, { recursive: true });
  const fresh: Secrets = {
    linkKeys: [randomBytes(32).toString('base64url')],
    addressKey: randomBytes(32).toString('base64url'),
  };
  try {
    await writeFile(file, JSON.stringify(fresh), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return { secrets: parseJsonAs(Secrets, await readFile(file, 'utf8'), file), file };
}
