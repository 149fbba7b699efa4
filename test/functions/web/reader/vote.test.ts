import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paperText } from '../../../../shared/domain/paper.js';
import { wordsEmbedder } from '../../../../shared/embedders/words.js';
import { unpackTaste } from '../../../../shared/matching/taste-bytes.js';
import { type Bench, DAY, paperId, startBench } from './bench.js';

describe('voting', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.tables.close());

  const later = (seconds: number) => {
    bench.now = new Date(bench.now.getTime() + seconds * 1_000);
  };
  const tasteOf = async (address: string) => {
    const taste = (await bench.ports.subscribers.read(bench.idOf(address)))?.profile.taste;
    return taste && unpackTaste(taste.bytes);
  };

  it('is learned from at once, and undone as if it had not been', async () => {
    const { vote, subscriber } = await bench.reader('votes@example.org');

    const noted = await bench.post(vote(paperId(0)));
    const learned = await tasteOf('votes@example.org');
    const undone = await bench.post(vote(paperId(0)).replace('/more/', '/undo/'));

    expect([noted.status, undone.status]).toEqual([200, 200]);
    expect(learned?.likes.map((group) => group.paperId)).toEqual([paperId(0)]);
    expect(await bench.ports.votes.of(subscriber.id)).toEqual([]);
    expect((await tasteOf('votes@example.org'))?.likes).toEqual([]);
  });

  it('counts each reader once among those who want more, and not those who changed their mind', async () => {
    const readers = await Promise.all(
      Array.from({ length: 5 }, (_, nth) => bench.reader(`crowd${nth}@example.org`)),
    );
    const ofPaper = (direction?: 'more' | 'less') => readers.map(({ vote }) => vote(paperId(7), direction));
    for (const path of [...ofPaper(), ...ofPaper()]) await bench.post(path);
    const all = await bench.ports.acclaim.read(DAY);
    await bench.post(ofPaper('less')[0] ?? '');
    await bench.post((ofPaper()[1] ?? '').replace('/more/', '/undo/'));

    expect(all.get(paperId(7))).toBe(5);
    expect((await bench.ports.acclaim.read(DAY)).get(paperId(7))).toBe(3);
  });

  it('lets no burst of votes across a mail weigh like a person’s', async () => {
    const { vote } = await bench.reader('burst@example.org');

    for (let nth = 0; nth < 10; nth++) await bench.post(vote(paperId(nth)));

    const evidence = (await tasteOf('burst@example.org'))?.likes.reduce(
      (sum, group) => sum + group.evidence,
      0,
    );
    expect(evidence).toBeLessThan(1);
  });

  it('learns all of several votes that come at once', async () => {
    const { vote } = await bench.reader('at-once@example.org');

    await Promise.all([0, 1].map((nth) => bench.post(vote(paperId(nth)))));

    const titles = (await tasteOf('at-once@example.org'))?.likes.map((group) => group.paperId);
    expect(titles?.toSorted()).toEqual([paperId(0), paperId(1)]);
  });

  it('shows what shapes a digest, and forgets it when told to', async () => {
    const { vote, subscriber } = await bench.reader(
      'shaped@example.org',
      {},
      { topics: [{ kind: 'phrase', phrase: 'swifts & swallows', weight: 1 }] },
    );
    await bench.post(vote(paperId(2)));
    later(60);
    await bench.post(vote(paperId(3), 'less'));
    const taste = vote('x').replace(/^\/vote(\/[^/]+)\/.*/, '/taste$1');

    const shown = await (await bench.get(taste)).text();
    const reset = await (await bench.post(`${taste}/reset`)).text();

    for (const words of [
      'swifts &amp; swallows',
      'Finding 2 about proteins',
      'Finding 3 about robots',
      'protein',
    ]) {
      expect(shown).toContain(words);
    }
    expect(reset).not.toContain('Finding 2');
    expect(await bench.ports.votes.of(subscriber.id)).toEqual([]);
    expect(await tasteOf('shaped@example.org')).toBeUndefined();
  });

  it('offers to undo what was said already, or to say the other, on the page of the same link', async () => {
    const { vote } = await bench.reader('again@example.org');
    await bench.post(vote(paperId(5)));

    const same = await (await bench.get(vote(paperId(5)))).text();
    const other = await (await bench.get(vote(paperId(5), 'less'))).text();

    expect(same).toContain('You have said so already');
    expect([...same.matchAll(/<button[^>]*>([^<]*)</g)].map(([, words]) => words)).toEqual([
      'Search',
      'Undo',
      'Less like this',
    ]);
    expect(other).toContain('So far you have said: more like this.');
  });

  it.each(['taste', 'shaping'])('is taken back one by one where all are shown: /%s', async (path) => {
    const { vote, manage, subscriber } = await bench.reader(
      `back-${path}@example.org`,
      {},
      { timeZone: 'Pacific/Auckland', topics: [{ kind: 'category', category: 'cs.CL', weight: 2 }] },
    );
    await bench.post(vote(paperId(2)));
    const token = (path === 'taste' ? vote('x') : manage).split('/')[2];
    const page = `/${path}/${token}`;

    const shown = await (await bench.get(page)).text();
    const undo = new RegExp(`action="(${page}/undo/[^"]*)"`).exec(shown)?.[1] ?? '';
    const done = await (await bench.post(undo)).text();

    expect(shown).toContain('Computation and Language <span class="soft">a lot</span>');
    expect(shown).toContain('>23 January 2026</time>');
    expect(done).toContain('Taken back: your vote on “Finding 2 about proteins”.');
    expect(done).toContain('None yet');
    expect(await bench.ports.votes.of(subscriber.id)).toEqual([]);
  });

  it('says so when there is no such paper', async () => {
    const { vote } = await bench.reader('lost@example.org');

    for (const paper of ['arxiv:9999.99999', 'nonsense', '<script>', '../../etc']) {
      expect((await bench.get(vote(paper))).status).toBe(404);
      expect((await bench.post(vote(paper))).status).toBe(404);
    }
  });

  it('leaves nothing behind of somebody who is erased meanwhile', async () => {
    const { vote, subscriber } = await bench.reader('meanwhile@example.org');
    const { votes } = bench.ports;
    const cast = votes.cast.bind(votes);
    votes.cast = async (...vote) => {
      await bench.ports.suppressions.erase(subscriber.id, bench.now);
      return cast(...vote);
    };

    const counted = () => countOf(bench, paperId(20));
    const before = await counted();
    await bench.post(vote(paperId(20)));
    votes.cast = cast;

    expect(await counted()).toBe(before);
    expect((await bench.rowsOf('meanwhile@example.org')).map(({ sk }) => sk)).toEqual(['STATE']);
  });

  it('forgets nothing on a day on which the edition had to go by words alone', async () => {
    const { vote } = await bench.reader('words-day@example.org');
    await bench.post(vote(paperId(0)));
    later(60);
    const [header] = await bench.ports.editions.latest(1);
    if (!header) throw new Error('expected an edition');
    const embedder = wordsEmbedder();
    const edition = await bench.ports.editions.edition(header);
    const vectors = await embedder.embed(edition.papers.map(paperText));
    await bench.ports.editions.publish(
      { ...edition, day: '2026-01-23', embeddingModel: embedder.model },
      { vectors, cards: new Uint8Array(1), build: 'words' },
    );

    await bench.post(vote(paperId(1)));

    const learned = (await tasteOf('words-day@example.org'))?.likes.map((group) => group.paperId);
    expect(learned?.toSorted()).toEqual([paperId(0), paperId(1)]);
  });
});

/** How many readers want more like a paper, told of or not. */
async function countOf({ tables }: Bench, sk: string): Promise<number> {
  const { client, name: TableName } = tables.content;
  const { Item } = await client.send(new GetCommand({ TableName, Key: { pk: `ACCLAIM#${DAY}`, sk } }));
  return Number(Item?.readers ?? 0);
}
