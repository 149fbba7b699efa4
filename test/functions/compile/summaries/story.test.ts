import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { openAiSummariser } from '../../../../functions/compile/summaries/openai-summariser.js';
import { SpendingCap } from '../../../../functions/compile/summaries/spending.js';
import { extractiveStorySummary, shortTitle } from '../../../../functions/compile/summaries/story.js';
import { summariseStories } from '../../../../functions/compile/summaries/summarise.js';
import { chatReply, startOpenAiServer } from '../../../support/openai-server.js';
import { anEditionPaper } from '../../../support/papers.js';
import { askedAbout, now } from './chat.js';

function told(title: string, text: string) {
  return anEditionPaper({
    title,
    abstract: `The weather matters. ${text}`,
    tldr: { text, method: 'extractive' },
  });
}

const members = [
  told('StreetCast: Weather by Graphs', 'We propose StreetCast, a graph network that refines forecasts.'),
  told('Rain at Night', 'We measure rain at night and show that our gauges miss a third of it.'),
  told('Storms', 'This paper surveys storms.'),
];

describe('extractiveStorySummary', () => {
  test('counts, says on what, and tells each paper by its name', () => {
    expect(extractiveStorySummary(members, 'Weather on streets').text).toBe(
      'Three papers on weather on streets. StreetCast is a graph network that refines forecasts. ' +
        'In “Rain at Night”, the authors measure rain at night and show that their gauges miss a third of it. ' +
        '“Storms” surveys storms.',
    );
  });

  test('a name at the head of the headline keeps its capital', () => {
    expect(extractiveStorySummary(members, 'Bayesian forecasts.').text).toMatch(
      /^Three papers on Bayesian forecasts\. /,
    );
  });

  test('stays short, and still says something when every tldr is long', () => {
    const long = members.map((paper) => ({
      ...paper,
      tldr: { text: 'word '.repeat(100), method: 'abstract' as const },
    }));
    const { text } = extractiveStorySummary(long, 'Weather');
    expect(text.length).toBeLessThanOrEqual(420);
    expect(text).toContain('“StreetCast”');
  });

  test.each([
    ['StreetCast: Weather', 'StreetCast'],
    ['On $f: X \\to Y$ and more', 'On $f: X \\to Y$ and more'],
    ['No colon here', 'No colon here'],
  ])('short title of %s', (title, expected) => {
    expect(shortTitle(title)).toBe(expected);
  });
});

describe('summariseStories', () => {
  const stories = ['s1', 's2'].map((id) => ({ id, headline: 'Weather on streets', papers: members }));

  test('keeps what holds of the model, and falls back story by story', async () => {
    const draft = {
      headline: 'Street weather forecasts',
      paragraph:
        'Three papers look at weather. StreetCast refines forecasts with a graph network; others measure rain.',
    };
    const lie = { ...draft, paragraph: `${draft.paragraph} It is 50% better.` };
    const server = await startOpenAiServer({
      chat: chatReply((request) => ({
        drafts: askedAbout(request).map(({ key, rejectedBecause }, at) => ({
          key,
          ...(at === 1 || rejectedBecause ? lie : draft),
        })),
      })),
    });
    const summariser = openAiSummariser({
      client: new OpenAI({ apiKey: 'sk-test', baseURL: server.url }),
      model: 'gpt-6-luna',
    });

    const { words, counts } = await summariseStories(stories, {
      now,
      llm: { summariser, cap: new SpendingCap(1) },
    });
    await server.close();

    expect(words.get('s1')).toEqual({
      headline: draft.headline,
      headlineMethod: 'llm',
      summary: {
        text: draft.paragraph,
        method: 'llm',
        model: 'gpt-6-luna',
        madeAt: '2026-01-22T06:00:00.000Z',
      },
    });
    expect(words.get('s2')).toMatchObject({ headline: 'Weather on streets', headlineMethod: 'extractive' });
    expect(counts).toMatchObject({ llm: 1, extractive: 1, rejected: 1 });
  });

  test('needs no model', async () => {
    const { words, counts } = await summariseStories(stories, { now });
    expect([...words.keys()]).toEqual(['s1', 's2']);
    expect(counts).toMatchObject({ llm: 0, extractive: 2, spentUsd: 0 });
  });
});
