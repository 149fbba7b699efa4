import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Summary } from '../../../../shared/domain/edition.js';
import {
  chatRefusal,
  chatReply,
  failure,
  hang,
  type OpenAiServer,
  reply,
  reset,
  startOpenAiServer,
} from '../../../support/openai-server.js';
import { askedAbout, honest, honestDraft, papersOf, summarise } from './chat.js';

let server: OpenAiServer;
beforeEach(async () => {
  server = await startOpenAiServer({ chat: chatReply(honest) });
});
afterEach(() => server.close());

const methodsOf = (summaries: Map<string, Summary>) => [...summaries.values()].map(({ method }) => method);

describe('a model that answers well', () => {
  test('papers go several to a call and come back with model, date, method and span', async () => {
    const papers = papersOf(7);
    const progress: [number, number][] = [];

    const { summaries, counts } = await summarise(
      server,
      papers,
      { papersPerCall: 3, callsAtOnce: 1 },
      { onProgress: (done, total) => progress.push([done, total]) },
    );

    expect(server.requests.map((request) => askedAbout(request).length)).toEqual([3, 3, 1]);
    expect(counts).toMatchObject({ llm: 7, repaired: 0, extractive: 0, abstract: 0 });
    expect(progress).toEqual([
      [3, 7],
      [6, 7],
      [7, 7],
    ]);
    const text = 'We propose StreetCastB, a graph network that refines coarse forecasts with local sensors.';
    expect(Summary.parse(summaries.get('arxiv:2601.00002'))).toEqual({
      text,
      span: text,
      method: 'llm',
      model: 'gpt-6-luna',
      madeAt: '2026-01-22T06:00:00.000Z',
    });
  });

  test('spending is what the server says it used, at the price of the model', async () => {
    const { counts, cap } = await summarise(server, papersOf(10), { price: { input: 1, output: 10 } });

    // Two calls of the stand-in, each 100 tokens in and 20 out.
    expect(counts.spentUsd).toBeCloseTo(2 * (100 * 1 + 20 * 10) * 1e-6, 9);
    expect(cap.spentUsd).toBe(counts.spentUsd);
  });

  test('only wanted papers, not withdrawn and of more than one sentence, are asked about', async () => {
    const [first, second, third, fourth] = papersOf(4);
    if (!first || !second || !third || !fourth) throw new Error('four papers');
    const papers = [
      first,
      { ...second, withdrawn: true },
      { ...third, abstract: 'One sentence is all.' },
      fourth,
    ];
    const wanted = new Set([first.id, second.id, third.id]);

    const { summaries } = await summarise(server, papers, {}, { wanted });

    expect(server.requests.flatMap(askedAbout).map(({ title }) => title)).toEqual([first.title]);
    expect(methodsOf(summaries)).toEqual(['llm', 'extractive', 'abstract', 'extractive']);
  });
});

describe('a model that answers wrongly', () => {
  test('an invented number is told to the model and mended', async () => {
    const lie = { sentence: 'We propose StreetCastA, which cuts the error by 97% with local sensors.' };
    server.next(
      chatReply((request) => ({
        drafts: askedAbout(request).map((asked) => ({ ...honestDraft(asked), ...lie })),
      })),
    );

    const { summaries, counts } = await summarise(server, papersOf(1));

    expect(server.requests.flatMap(askedAbout)[1]?.rejectedBecause).toContain('97%');
    expect(counts).toMatchObject({ llm: 1, repaired: 1, rejected: 0 });
    expect(summaries.get('arxiv:2601.00001')?.text).not.toContain('97');
  });

  test('what is wrong twice is never shown', async () => {
    const liar = chatReply((request) => ({
      drafts: askedAbout(request).map((asked) => ({
        ...honestDraft(asked),
        sentence: `${honestDraft(asked).sentence.slice(0, -1)} on 400 cities.`,
      })),
    }));
    server.next(liar, liar);

    const { summaries, counts } = await summarise(server, papersOf(3));

    expect(methodsOf(summaries)).toEqual(['extractive', 'extractive', 'extractive']);
    expect(counts).toMatchObject({ llm: 0, rejected: 3, extractive: 3 });
    expect(server.requests).toHaveLength(2);
  });

  test('only the drafts that do not hold are asked for again', async () => {
    server.next(
      chatReply((request) => ({
        drafts: askedAbout(request)
          .map((asked, at) =>
            at === 1 ? { ...honestDraft(asked), span: 'words of no abstract at all' } : honestDraft(asked),
          )
          .slice(0, 3),
      })),
    );

    const { counts } = await summarise(server, papersOf(4));

    const again = server.requests[1] && askedAbout(server.requests[1]);
    expect(again?.map(({ title, rejectedBecause }) => [title.slice(0, 11), rejectedBecause])).toEqual([
      ['StreetCastB', 'the span is not copied word for word from the abstract'],
      ['StreetCastD', 'no draft was given'],
    ]);
    expect(counts).toMatchObject({ llm: 4, repaired: 2 });
  });

  test('one reply in five lies: nothing unsupported reaches a reader', async () => {
    await server.close();
    let call = 0;
    server = await startOpenAiServer({
      chat: chatReply((request) => {
        const lie = LIES[call++ % 25];
        return { drafts: askedAbout(request).map((asked) => ({ ...honestDraft(asked), ...lie })) };
      }),
    });
    const papers = papersOf(200);

    const { summaries, counts } = await summarise(server, papers, { papersPerCall: 1 });

    for (const { id, abstract } of papers) {
      const summary = summaries.get(id);
      const words = summary?.text.replace(/\.$/, '') ?? '';
      expect(abstract).toContain(words);
      if (summary?.method === 'llm') expect(abstract).toContain(summary.span);
    }
    expect(counts.llm + counts.extractive).toBe(200);
    expect(counts.repaired).toBeGreaterThan(20);
    expect(counts.llm).toBeGreaterThan(150);
  });

  test.each([
    ['text', 'Here are your summaries!'],
    ['JSON of another shape', { summaries: ['a', 'b'] }],
    ['drafts of another shape', { drafts: [{ key: 'p1', text: 'a summary' }, 'p2', null] }],
    ['drafts under unknown keys', { drafts: [{ key: 'arxiv:1', sentence: 'x', span: 'y' }] }],
    ['JSON cut short', '{"drafts":[{"key":"p1","sent'],
  ])('%s in place of drafts is asked for once more, then given up', async (_, content) => {
    server.next(chatReply(content), chatReply(content));

    const { summaries, counts } = await summarise(server, papersOf(2));

    expect(server.requests).toHaveLength(2);
    expect(methodsOf(summaries)).toEqual(['extractive', 'extractive']);
    expect(counts.rejected).toBe(2);
  });

  test('a refusal is counted and not argued with', async () => {
    server.next(chatRefusal('I cannot help with that.'));

    const { summaries, counts } = await summarise(server, papersOf(2));

    expect(server.requests).toHaveLength(1);
    expect(counts).toMatchObject({ refused: 2, extractive: 2, llm: 0 });
    expect(methodsOf(summaries)).toEqual(['extractive', 'extractive']);
  });
});

/** Replies 0 to 4 of every 25, one lie in each five: a number, a span, a link, a name, another subject. */
const LIES: ({ sentence?: string; span?: string } | undefined)[] = [
  { sentence: 'We propose a graph network that refines coarse forecasts by 12.5 points with local sensors.' },
  ...[undefined, undefined, undefined, undefined],
  { span: 'a span that nobody ever wrote in this abstract' },
  ...[undefined, undefined, undefined, undefined],
  { sentence: 'We propose a graph network that refines coarse forecasts, see https://example.com/buy now.' },
  ...[undefined, undefined, undefined, undefined],
  { sentence: 'We propose BigCorpGPT, a graph network that refines coarse forecasts with local sensors.' },
  ...[undefined, undefined, undefined, undefined],
  { sentence: 'Cheap watches and holiday homes are sold to everyone who calls our friendly office.' },
];

describe('a server in trouble', () => {
  test('429 is tried again after the time it names', async () => {
    server.next(failure(429, 'slow down', { 'retry-after-ms': '20' }));

    const { counts } = await summarise(server, papersOf(2));

    expect(server.requests).toHaveLength(2);
    expect(counts).toMatchObject({ llm: 2, failed: 0 });
  });

  test.each([
    ['500', failure(500, 'broken')],
    ['429', failure(429, 'slow down', { 'retry-after-ms': '1' })],
    ['401', failure(401, 'no such key')],
    ['a reset', reset],
    ['silence', hang],
    ['a page in place of an answer', reply('<html>gateway</html>')],
    ['an answer without choices', reply({ id: 'x', choices: [] })],
  ])('%s for good leaves extractive summaries', async (_, trouble) => {
    await server.close();
    server = await startOpenAiServer({ chat: trouble });

    const { summaries, counts, failures } = await summarise(server, papersOf(2), {
      maxRetries: 0,
      timeoutMs: 100,
    });

    expect(methodsOf(summaries)).toEqual(['extractive', 'extractive']);
    expect(counts).toMatchObject({ failed: 2, extractive: 2, llm: 0 });
    expect(failures[0]?.message).toContain('gpt-6-luna');
    expect(failures[0]?.message).not.toContain('sk-test');
  });

  test('a time-out may have been paid for and counts against the cap; an error answer does not', async () => {
    server.next(hang, failure(500, 'broken'));

    const { counts } = await summarise(server, papersOf(2), {
      papersPerCall: 1,
      callsAtOnce: 1,
      maxRetries: 0,
      timeoutMs: 100,
    });

    expect(counts.failed).toBe(2);
    expect(counts.spentUsd).toBeGreaterThan(0.0002);
    expect(counts.spentUsd).toBeLessThan(0.001);
  });

  test('a dead server is left alone after three failures in a row', async () => {
    await server.close();
    server = await startOpenAiServer({ chat: failure(503, 'gone') });

    const { counts } = await summarise(server, papersOf(40), {
      maxRetries: 0,
      papersPerCall: 1,
      callsAtOnce: 1,
    });

    expect(server.requests).toHaveLength(3);
    expect(counts).toMatchObject({ failed: 40, extractive: 40 });
  });
});

describe('the cap', () => {
  test('reached in the middle of an edition, the rest is extractive', async () => {
    const { summaries, counts, cap } = await summarise(server, papersOf(20), {
      papersPerCall: 1,
      callsAtOnce: 1,
      price: { input: 0, output: 50 },
      capUsd: 0.0305,
    });

    // A call reserves its longest reply (500 tokens, 0.025 USD) and settles for the 20 tokens of the stand-in (0.001 USD).
    expect(counts).toMatchObject({ llm: 6, overCap: 14, extractive: 14 });
    expect(cap.spentUsd).toBeLessThanOrEqual(0.0305);
    expect(methodsOf(summaries).slice(0, 6)).toEqual(Array(6).fill('llm'));
  });

  test('of nothing asks nothing', async () => {
    const { counts } = await summarise(server, papersOf(2), { capUsd: 0 });

    expect(server.requests).toHaveLength(0);
    expect(counts).toMatchObject({ overCap: 2, spentUsd: 0 });
  });
});
