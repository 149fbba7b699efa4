import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anEditionPaper } from '../../../support/papers.js';
import { anEdition, openSite, type TestSite } from './site.js';

describe('the page of a paper', () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await openSite();
    const of = (day: string, ids: [string, string][]) =>
      site.publish(
        anEdition(
          day,
          ids.map(([id, title]) => anEditionPaper({ id, title, authors: ['Ada Lovelace', 'B. Author'] })),
        ),
      );
    await of('2026-01-22', [
      ['arxiv:2601.00001', 'Where swifts sleep'],
      ['arxiv:astro-ph/0601001', 'How galaxies turn'],
      ['arxiv:2601.00003', 'What robots grasp'],
    ]);
    await of('2026-01-21', [
      ['arxiv:2601.00004', 'Swifts at night'],
      ['arxiv:2601.00005', 'Proteins fold'],
    ]);
  });
  afterAll(() => site.close());

  it('names the nearest papers of all kept editions, nearest first, and not itself', async () => {
    const { text } = await site.get('/papers/arxiv:2601.00001');
    const near = /Nearest in meaning.*?<\/ul>/s.exec(text)?.[0] ?? '';
    const paths = [...near.matchAll(/<a href="([^"]*)"/g)].map(([, path]) => path);
    expect(paths[0]).toBe('/papers/arxiv:2601.00004');
    expect(paths).toHaveLength(4);
    expect(paths).not.toContain('/papers/arxiv:2601.00001');
  });

  it('has BibTeX to copy, links, its edition and its canonical address', async () => {
    const { text } = await site.get('/papers/arxiv:2601.00001');
    expect(text).toContain('@misc{lovelaceswift,');
    expect(text).toContain('author = {Ada Lovelace and B. Author}');
    expect(text).toContain('href="https://arxiv.org/abs/2601.00001"');
    expect(text).toContain('href="/editions/2026-01-22"');
    expect(text).toContain('href="https://digest.example.org/papers/arxiv:2601.00001"');
  });

  it('does without an abstract, and tells apart categories of one name', async () => {
    const bare = await openSite();
    const paper = anEditionPaper({
      id: 'arxiv:2601.00009',
      title: 'A title and no more',
      abstract: '',
      tldr: { text: 'A title and no more', method: 'abstract' },
      categories: ['cs.LG', 'stat.ML', 'cs.CL'],
      authors: Array.from({ length: 2_000 }, (_, n) => `Author ${n}`),
    });
    await bare.publish(anEdition('2026-01-22', [paper]));
    const [whole, card] = await Promise.all(
      ['/papers/arxiv:2601.00009', '/topics/cs.LG'].map((path) => bare.get(path)),
    );
    await bare.close();

    for (const text of [whole?.text ?? '', card?.text ?? '']) {
      expect(text).toContain('Without an abstract');
      expect(text).not.toContain('Abstract<');
      expect(
        text.replace(/<head>.*<\/head>|<pre>.*<\/pre>/gs, '').match(/A title and no more/g),
      ).toHaveLength(1);
    }
    for (const words of [
      'Machine Learning (cs.LG)',
      'Machine Learning (stat.ML)',
      '>Computation and Language<',
      'and 1,900 more',
    ])
      expect(whole?.text).toContain(words);
  });

  it('is found for old ids, which hold a slash', async () => {
    expect((await site.get('/papers/arxiv:astro-ph/0601001')).text).toContain('<h1>How galaxies turn</h1>');
  });

  it.each(['/papers/arxiv:2601.99999', '/papers/x', '/papers/%00', '/papers/arxiv:%3Cscript%3E'])(
    'is not there at %s',
    async (path) => {
      expect((await site.get(path)).status).toBe(404);
    },
  );
});
