import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { web } from '../../../functions/web/index.js';
import { type LocalHouse, openLocalHouse } from '../../../infra/local/house.js';
import { subscriberIdOf } from '../../../shared/address.js';
import { digestLinks } from '../../../shared/links/digest-links.js';
import { readSecrets } from '../../../shared/secrets.js';
import { EditionStore } from '../../../shared/stores/editions.js';
import { PhraseStore } from '../../../shared/stores/phrases.js';
import { SubscriberStore } from '../../../shared/stores/subscribers.js';
import { openTable } from '../../../shared/stores/table.js';
import { anEdition } from '../../support/editions.js';
import { mailsIn } from '../../support/mails.js';
import { anEditionPaper } from '../../support/papers.js';
import { temporaryFolder } from '../../support/silent.js';

const DAY = '2026-01-22';
const SITE = 'https://digest.example.org';
const MODEL = 'openai:text-embedding-3-small@512';
const ADDRESS = 'early@example.org';

describe('a site whose operator has not brought the key to OpenAI yet', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let house: LocalHouse;

  beforeAll(async () => {
    folder = await temporaryFolder();
    house = await openLocalHouse({ dataDir: folder.folder, fresh: false, webUrl: SITE });
    Object.assign(process.env, { EMBEDDER: 'openai', OPENAI_API_KEY: '', ANSWER_AFTER_MS: '0' });
    const papers = [
      anEditionPaper({ id: 'arxiv:2601.00001', title: 'Where swifts sleep' }),
      anEditionPaper({ id: 'arxiv:2601.00002', title: 'What robots grasp' }),
    ];
    const vectors = papers.map((_, nth) => new Float32Array(512).fill(0).fill(1, nth, nth + 1));
    await new EditionStore(openTable(process.env.CONTENT_TABLE ?? '')).publish(
      anEdition(DAY, { papers, embeddingModel: MODEL }),
      { vectors, cards: new Uint8Array([1]), build: 'b' },
    );
  });
  afterAll(async () => {
    await house.close();
    await folder.remove();
  });

  async function get(path: string): Promise<[status: number, text: string]> {
    const answer = await (await web()).request(path);
    return [answer.status, await answer.text()];
  }

  async function post(path: string, fields: Record<string, string> = {}): Promise<number> {
    const headers = { 'Sec-Fetch-Site': 'same-origin' };
    const body = new URLSearchParams(fields);
    const from = { incoming: { socket: { remoteAddress: '192.0.2.1' } } };
    return (await (await web()).request(path, { method: 'POST', body, headers }, from)).status;
  }

  /** The path of the first link to `kind` in the last mail to the reader. */
  async function mailedLink(kind: string): Promise<string> {
    const mails = (await mailsIn(house.mailboxDir)).filter(({ to }) => to === ADDRESS);
    return new RegExp(`${SITE}(/${kind}/\\S+)`).exec(mails.at(-1)?.mail.text ?? '')?.[1] ?? 'no such link';
  }

  it('shows its edition', async () => {
    const [status, text] = await get('/');

    expect(status).toBe(200);
    expect(text).toContain('Where swifts sleep');
  });

  it('searches by words, and says so', async () => {
    const [status, text] = await get('/search?q=robots+that+grasp');

    expect(status).toBe(200);
    expect(text).toContain('What robots grasp');
    expect(text).toContain('Found by words alone');
  });

  it('takes a reader in by category and by phrase, which waits for the key, and lets them go at once', async () => {
    const asked = await post('/subscribe', { address: ADDRESS, category: 'cs.RO', phrases: 'robotic hands' });
    const confirmed = await post(await mailedLink('confirm'));
    const { addressKey, linkKeys } = await readSecrets(process.env.SECRETS ?? '');
    const subscribers = new SubscriberStore(openTable(process.env.SUBSCRIBERS_TABLE ?? ''));
    const read = () => subscribers.read(subscriberIdOf(ADDRESS, addressKey));
    const taken = await read();
    const { id, linkEpoch } = taken?.subscriber ?? { id: '', linkEpoch: 0 };
    const { unsubscribe } = digestLinks({ id, linkEpoch }, DAY, { baseUrl: SITE, linkKeys });
    const left = await post(unsubscribe.slice(SITE.length), { 'List-Unsubscribe': 'One-Click' });

    expect([asked, confirmed, left]).toEqual([200, 200, 200]);
    expect(taken?.subscriber.state).toBe('active');
    expect(taken?.profile.preferences.topics).toHaveLength(2);
    expect((await read())?.subscriber.state).toBe('unsubscribed');
    expect(await new PhraseStore(openTable(process.env.CONTENT_TABLE ?? '')).all()).toContain(
      'robotic hands',
    );
  });
});
