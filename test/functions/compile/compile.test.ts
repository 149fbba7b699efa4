import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergePaper } from '../../../functions/collect/merge.js';
import { type CompilePorts, compile, NothingCollectedError } from '../../../functions/compile/compile.js';
import { openAiSummariser } from '../../../functions/compile/summaries/openai-summariser.js';
import { SpendingCap } from '../../../functions/compile/summaries/spending.js';
import { cachedEmbedder, textHash } from '../../../shared/embedders/cached.js';
import { openAiEmbedder } from '../../../shared/embedders/openai.js';
import { wordsEmbedder } from '../../../shared/embedders/words.js';
import { EditionStore } from '../../../shared/stores/editions.js';
import { ListingStore } from '../../../shared/stores/listings.js';
import { PaperStore } from '../../../shared/stores/papers.js';
import { PhraseStore } from '../../../shared/stores/phrases.js';
import { readPrepared } from '../../../shared/stores/prepared.js';
import { VectorStore } from '../../../shared/stores/vectors.js';
import { failure, type OpenAiServer, startOpenAiServer } from '../../support/openai-server.js';
import { aPaper } from '../../support/papers.js';
import { startTables, type TestTables } from '../../support/tables.js';

const NOW = new Date('2026-01-22T05:00:00Z');

describe('an edition is compiled', () => {
  let tables: TestTables;
  let server: OpenAiServer;
  beforeAll(async () => {
    tables = await startTables();
    server = await startOpenAiServer({ chat: failure(500, 'out of order') });
  });
  afterAll(async () => {
    await server.close();
    await tables.close();
  });

  const portsWith = (build: string): CompilePorts => {
    const client = new OpenAI({ apiKey: 'none', baseURL: server.url, maxRetries: 0 });
    return {
      papers: new PaperStore(tables.content),
      listings: new ListingStore(tables.content),
      editions: new EditionStore(tables.content),
      phrases: new PhraseStore(tables.content),
      vectors: new VectorStore(tables.content),
      embedder: openAiEmbedder({ client, model: 'text-embedding-3-small', dimensions: 64, maxRetries: 0 }),
      spareEmbedder: wordsEmbedder(),
      llm: {
        summariser: openAiSummariser({
          client,
          model: 'stand-in',
          price: { input: 1, output: 1 },
          maxRetries: 0,
        }),
        cap: new SpendingCap(1),
      },
      now: NOW,
      build,
    };
  };
  const collected = async (ports: CompilePorts, day: string, count: number) => {
    const papers = Array.from({ length: count }, (_, n) =>
      aPaper({
        id: `arxiv:${day.slice(2, 4)}${day.slice(8)}.${String(n).padStart(5, '0')}`,
        title: `Matter ${n} of ${day}`,
        withdrawn: n === 0,
      }),
    );
    await ports.papers.merge(papers, (known, paper) => mergePaper(known, paper, day));
    await ports.listings.write(day, {
      source: 'arxiv',
      paperIds: papers.map((paper) => paper.id),
      completeness: [{ source: 'arxiv', part: 'cs.LG', expected: count + 1, stored: count }],
      until: NOW.toISOString(),
    });
    return papers;
  };

  it('whole although the model fails at every call, and says how its summaries came to be', async () => {
    const ports = portsWith('a');
    const papers = await collected(ports, '2026-01-22', 12);

    const header = await compile({ day: '2026-01-22', sample: false, failures: [] }, ports);
    const edition = await ports.editions.edition(header);

    expect(edition.papers.map((paper) => paper.id)).toEqual(papers.map((paper) => paper.id));
    expect(edition.papers.every((paper) => paper.tldr.method !== 'llm')).toBe(true);
    expect(header).toMatchObject({
      paperCount: 12,
      completeness: [{ part: 'cs.LG', expected: 13, stored: 12 }],
      summaryCounts: { llm: 0, extractive: expect.any(Number) },
    });
    expect(edition.stories.flatMap((story) => story.paperIds)).not.toContain(papers[0]?.id);
  });

  it('with what matching needs of it, so that no worker has to work it out', async () => {
    const ports = portsWith('a');
    const papers = await collected(ports, '2026-01-28', 12);
    const header = await compile({ day: '2026-01-28', sample: false, failures: [] }, ports);

    const bytes = await ports.editions.preparation(header);
    const prepared = await readPrepared(ports.editions, header);
    await prepared.texts.ready();

    expect(bytes?.length).toBeGreaterThan(1_000);
    expect(prepared.papers.map(({ id }) => id)).toEqual(papers.map(({ id }) => id));
    expect(prepared.texts.lines[1]).toContain('matter 1 of 2026 01 28');
  });

  it('once: compiled again it is the same, and no vector is asked for twice', async () => {
    const ports = portsWith('a');
    await collected(ports, '2026-01-23', 5);
    const first = await compile({ day: '2026-01-23', sample: false, failures: [] }, ports);
    const asked = server.requests.length;

    const again = await compile({ day: '2026-01-23', sample: false, failures: [] }, portsWith('b'));

    expect(again).toEqual(first);
    expect(server.requests).toHaveLength(asked);
  });

  it('by words alone when the embedder is out of order, so that there is an edition', async () => {
    const ports = portsWith('a');
    await ports.phrases.add('matters of no use');
    await collected(ports, '2026-01-27', 4);
    server.next(failure(500, 'out of order'));

    const header = await compile({ day: '2026-01-27', sample: false, failures: [] }, ports);
    const vectors = await ports.editions.vectors(header);
    const phrases = await ports.phrases.vectors.read(header.embeddingModel, [textHash('matters of no use')]);

    expect(header).toMatchObject({ paperCount: 4, embeddingModel: 'words@384' });
    expect(vectors).toHaveLength(4);
    expect(phrases.size).toBe(1);
  });

  it('with vectors for every topic phrase that readers chose', async () => {
    const ports = portsWith('a');
    await ports.phrases.add('matters of some use');
    await collected(ports, '2026-01-24', 3);

    await compile({ day: '2026-01-24', sample: false, failures: [] }, ports);
    const asked = server.requests.length;
    await cachedEmbedder(ports.embedder, ports.phrases.vectors).embed(['matters of some use']);

    expect(server.requests).toHaveLength(asked);
  });

  it('from what there is when one source failed, and names the failure', async () => {
    const ports = portsWith('a');
    await collected(ports, '2026-01-25', 3);
    const failures = [{ source: 'huggingface', problem: 'answered 503' }];

    const header = await compile({ day: '2026-01-25', sample: false, failures }, ports);

    expect(header).toMatchObject({ paperCount: 3, failures });
  });

  it('with what goes on from the edition before, and asking the model only for what somebody wants', async () => {
    const ports = portsWith('a');
    // Of its own, as the other tests chose phrases too.
    const choices = await startTables();
    ports.phrases = new PhraseStore(choices.content);
    await ports.phrases.keep([{ kind: 'category', category: 'q-bio.BM', weight: 1 }]);
    const subjects = ['enzymes', 'glaciers', 'qubits', 'tariffs', 'sonnets', 'volcanoes'];
    const write = async (day: string, first: number) => {
      const papers = subjects.flatMap((subject, s) =>
        Array.from({ length: 4 }, (_, n) =>
          aPaper({
            id: `arxiv:2602.${String(first + s * 4 + n).padStart(5, '0')}`,
            title: `${subject} and ${subject} ${subject} ${n}`,
            abstract: `${subject} of ${subject}. We weigh ${subject} ${subject}.`,
            categories: [subject === 'enzymes' ? 'q-bio.BM' : 'cs.LG'],
          }),
        ),
      );
      await ports.papers.merge(papers, (known, paper) => mergePaper(known, paper, day));
      await ports.listings.write(day, {
        source: 'arxiv',
        paperIds: papers.map(({ id }) => id),
        completeness: [],
        until: NOW.toISOString(),
      });
    };
    const words = { ...ports, embedder: ports.spareEmbedder };
    await write('2026-02-03', 1);
    await write('2026-02-04', 101);
    const first = await compile({ day: '2026-02-03', sample: false, failures: [] }, words);
    const asked = server.requests.length;
    const second = await compile({ day: '2026-02-04', sample: false, failures: [] }, words);

    const prepared = await readPrepared(ports.editions, second);
    const storyOf = (id: string) =>
      prepared.storyIds[prepared.storyOf[prepared.position.get(id) ?? -1] ?? -1];
    for (const { id, paperIds } of second.stories)
      expect(new Set(paperIds.map(storyOf))).toEqual(new Set([id]));
    const going = second.stories.filter(({ continues }) => continues);
    expect(going.length).toBeGreaterThan(2);
    for (const { paperIds, continues } of going) {
      const before = first.stories.find(({ id }) => id === continues?.storyId);
      expect(continues).toMatchObject({ day: '2026-02-03', headline: before?.headline });
      const subjectOf = (id = '') => Math.floor(((Number(id.slice(-5)) - 1) % 100) / 4);
      expect(subjectOf(before?.paperIds[0])).toBe(subjectOf(paperIds[0]));
    }
    await choices.close();

    const bodies = JSON.stringify(server.requests.slice(asked));
    expect(bodies).toContain('enzymes of enzymes');
    expect(bodies).not.toContain('glaciers of glaciers');
  });

  it('not at all when no source was read', async () => {
    const order = {
      day: '2026-01-26',
      sample: false,
      failures: [{ source: 'arxiv', problem: 'answered 503' }],
    };

    await expect(compile(order, portsWith('a'))).rejects.toThrow(NothingCollectedError);
    await expect(compile(order, portsWith('a'))).rejects.toThrow(/arxiv: answered 503/);
  });
});
