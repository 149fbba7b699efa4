import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Shelf } from '../../../functions/deliver/shelf.js';
import { cachedEmbedder, textHash } from '../../../shared/embedders/cached.js';
import { EditionStore } from '../../../shared/stores/editions.js';
import { PhraseStore } from '../../../shared/stores/phrases.js';
import { startTables, type TestTables } from '../../support/tables.js';

const phraseTopic = (phrase: string) => ({ kind: 'phrase' as const, phrase, weight: 1 });

describe('topics', () => {
  let tables: TestTables;
  let now = new Date('2026-01-22T05:00:00Z');
  let store: PhraseStore;
  beforeAll(async () => {
    tables = await startTables();
    store = new PhraseStore(tables.content, () => now);
  });
  afterAll(() => tables.close());
  const passDays = (days: number) => {
    now = new Date(now.getTime() + days * 86_400_000);
  };

  /** Does `then` before each call of one kind. Stopping it returns how many there were. */
  function watch(command: string, then: () => void): { stop: () => number } {
    const { middlewareStack } = tables.content.client;
    let calls = 0;
    middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName !== command) return next(args);
          calls += 1;
          then();
          return next(args);
        },
      { step: 'initialize', name: 'watched' },
    );
    const stop = () => {
      middlewareStack.remove('watched');
      return calls;
    };
    return { stop };
  }

  /** What compile does with phrases: makes the vectors that there are not, of those that are kept. Returns how many. */
  async function compileIn(model: string): Promise<number> {
    let made = 0;
    const embed = async (texts: readonly string[]) => {
      made += texts.length;
      return texts.map(() => Float32Array.of(0.6, 0.8));
    };
    const embedder = { model, dimensions: 2, embed, close: async () => {} };
    await cachedEmbedder(embedder, store.vectors).embed(await store.all());
    return made;
  }

  /** What a cold worker of deliver does for a reader with this phrase. Returns whether it has a vector. */
  async function deliverBy(phrase: string, model: string): Promise<boolean> {
    const [topic] = await new Shelf(new EditionStore(tables.content), store).topics(
      [phraseTopic(phrase)],
      model,
    );
    return topic?.vector !== undefined;
  }

  it('are kept once each, phrases and categories apart', async () => {
    for (const weight of [1, 2]) {
      await store.keep([
        { kind: 'category', category: 'cs.CL', weight },
        { kind: 'category', category: 'quant-ph', weight },
        { kind: 'phrase', phrase: 'protein design', weight },
      ]);
    }

    expect(await store.all()).toEqual(['protein design']);
    expect(await store.categories()).toEqual(['cs.CL', 'quant-ph']);
  });

  it.each([
    ['a day', 1],
    ['a week', 7],
    ['two weeks', 14],
  ])(
    'that a reader is mailed by once in %s stay with their vectors, a new model too, for few writes',
    async (_, days) => {
      const phrase = `mailed each ${days} days`;
      await store.keep([phraseTopic(phrase)]);
      const seen = new Set<string>();
      let made = 0;
      const renewals = watch('UpdateItemCommand', () => {});

      for (let day = 0; day < 240; day++) {
        const model = day < 120 ? 'first' : 'second';
        made += await compileIn(model);
        const isKept = (await store.all()).includes(phrase);
        const hasVector = day % days !== 0 || (await deliverBy(phrase, model));
        seen.add(`kept ${isKept}, vector ${hasVector}`);
        passDays(1);
      }

      expect([...seen]).toEqual(['kept true, vector true']);
      expect(renewals.stop()).toBeLessThanOrEqual(240 / 30);
      // The phrases of the tests before go away meanwhile.
      expect(made).toBeLessThan(12);
    },
  );

  it('that nobody uses any more go within 90 days, and their vectors within 45 more', async () => {
    const phrase = 'a private matter';
    await store.keep([phraseTopic(phrase)]);
    const last = { kept: 0, vector: 0 };

    for (let day = 0; day <= 150; day++) {
      await compileIn('first');
      if ((await store.all()).includes(phrase)) last.kept = day;
      if ((await store.vectors.read('first', [textHash(phrase)])).size > 0) last.vector = day;
      passDays(1);
    }

    expect(last.kept).toBe(89);
    expect(last.vector).toBeLessThan(90 + 45);
  });

  it('that went while their reader paused come back with the first digest, and the next edition embeds them', async () => {
    const phrase = 'a long pause';
    await store.keep([phraseTopic(phrase)]);
    await compileIn('first');
    passDays(200);

    const first = await deliverBy(phrase, 'first');
    await compileIn('first');

    expect([first, await deliverBy(phrase, 'first')]).toEqual([false, true]);
  });

  it('hold up no mail when they cannot be renewed', async () => {
    const phrase = 'the network is gone';
    const failing = watch('PutItemCommand', () => {
      throw new Error('the network is gone');
    });

    const delivered = deliverBy(phrase, 'first');

    await expect(delivered).resolves.toBe(false);
    expect(failing.stop()).toBe(1);
  });
});
