import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { style } from '../../../../templates/pages/style.js';
import { anEditionPaper } from '../../../support/papers.js';
import { aDay, DAY, stories } from './days.js';
import { anEdition, openSite, type TestSite } from './site.js';

describe('the page of an edition of 60 papers', () => {
  let site: TestSite;
  let page = '';
  beforeAll(async () => {
    site = await openSite();
    const papers = aDay(60, DAY, '2601');
    const told = stories(papers, 6, 5).map((story, at) =>
      at === 0
        ? { ...story, continues: { day: '2026-01-21', storyId: '2026-01-21.s2', headline: 'Before' } }
        : story,
    );
    await site.publish(anEdition(DAY, papers, told));
    await site.publish(anEdition('2026-01-21', aDay(3, '2026-01-21', '2602')));
    for (const _ of [1, 2]) await site.acclaim.add(DAY, 'arxiv:2601.00040');
    for (const _ of [1, 2, 3]) await site.acclaim.add(DAY, 'arxiv:2601.00041');
    await site.picks.write(DAY, { paperId: 'arxiv:2601.00058', why: 'It <settles> an old question.' });
    page = (await site.get('/')).text;
  });
  afterAll(() => site.close());

  it('is at most 100 KB with its stylesheet, and asks nothing of another host', () => {
    expect(Buffer.byteLength(page) + Buffer.byteLength(style)).toBeLessThan(100_000);
    expect(page).not.toMatch(/<(script|img|iframe|object|embed)/);
    expect(
      [...page.matchAll(/<link[^>]*rel="(?:stylesheet|icon)"[^>]*href="([^"]*)"/g)].map(([, to]) => to?.[0]),
    ).toEqual(['/', '/']);
  });

  it('has every paper once, stories before fields, the editor’s picks before all', () => {
    const titles = [...page.matchAll(/<h3><a href="([^"]*)"/g)].map(([, path]) => path);
    const headings = [...page.matchAll(/<h2>([^<]*)</g)].map(([, words]) => words);

    expect(titles).toHaveLength(60);
    expect(new Set(titles).size).toBe(60);
    expect(titles[0]).toBe('/papers/arxiv:2601.00058');
    expect(headings.slice(0, 3)).toEqual(['The editor’s picks', 'Story number 1', 'Story number 2']);
    expect(headings.indexOf('Machine Learning')).toBeGreaterThan(headings.indexOf('Story number 6'));
    expect(page).toContain('It &lt;settles&gt; an old question.');
  });

  it('leads from a story that goes on to where it was told before', () => {
    expect(page.match(/<a href="([^"]*)" title="Before">goes on from Wednesday<\/a>/)?.[1]).toBe(
      '/editions/2026-01-21/s2',
    );
  });

  it('can open the first abstracts in place, and leads to the others', () => {
    const opened = page.match(/<summary>Abstract<\/summary>/g)?.length ?? 0;
    const led = page.match(/#abstract">Abstract<\/a>/g)?.length ?? 0;
    expect(opened).toBeGreaterThan(0);
    expect(opened + led).toBe(60);
  });

  it('pictures its papers as links that the tab key passes by, and names them in words', () => {
    const svg = /<svg.*?<\/svg>/s.exec(page)?.[0] ?? '';
    expect(svg.match(/<a href="\/papers\/[^"]*" tabindex="-1"><circle/g)).toHaveLength(60);
    expect(svg.match(/<title>/g)).toHaveLength(60);
    expect(svg).toContain('aria-hidden="true"');
    expect(page).toContain('<a href="#s1">Story number 1</a>');
  });

  it('tells what readers want from three on, and nobody alone', () => {
    expect(page).toContain('3 readers want more like it');
    expect(page).not.toContain('2 readers want more like it');
  });

  it('says how complete it is, how summaries were made, and where the day before is', () => {
    expect(page).toContain('Complete: 60 of 60 in cs.LG.');
    expect(page).toContain('Written by a model');
    expect(page).toContain('href="/editions/2026-01-21"');
  });

  it('tells a stranger what it is, once', async () => {
    expect(page).toContain('Every new paper, read once a day and told in stories.');
    expect((await site.get(`/editions/${DAY}`)).text).not.toContain('read once a day');
  });

  it('says what it is to who keeps, finds or shares it', async () => {
    const { headers } = await site.get('/');
    expect(page).toContain('<title>Research Digest</title>');
    expect(page).toContain('<link rel="canonical" href="https://digest.example.org/"/>');
    expect(page).toContain('property="og:description"');
    expect(headers.get('cache-control')).toBe('public, max-age=60');

    const again = await site.get('/', { 'If-None-Match': headers.get('etag') ?? '' });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('lists a story and a field whole on pages of their own', async () => {
    const story = await site.get(`/editions/${DAY}/s2`);
    const field = await site.get(`/editions/${DAY}/cs.RO`);
    expect(story.text.match(/<h3>/g)).toHaveLength(5);
    expect(field.text).toContain('<h1>Robotics</h1>');
    expect(field.text.match(/<h3>/g)).toHaveLength(15);
    expect(story.text).toContain(`<a href="/editions/${DAY}">← Thursday, 22 January 2026</a>`);
    expect(story.text).toContain('<span class="mark">Written by a model</span>');
  });

  it.each(['/editions/2026-01-20', '/editions/yesterday', `/editions/${DAY}/s99`, `/editions/${DAY}/..%2f`])(
    'is not there at %s',
    async (path) => {
      const { status, text, headers } = await site.get(path);
      expect(status).toBe(404);
      expect(text).toContain('Nothing is here');
      expect(headers.get('cache-control')).toBe('no-store');
    },
  );
});

describe('what papers and people write', () => {
  const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(2)>' onmouseover='x`;

  it('stays text on every page and feed', async () => {
    const site = await openSite();
    const papers = [1, 2].map((n) =>
      anEditionPaper({
        id: `arxiv:2601.0000${n}`,
        title: `${HOSTILE} robot`,
        abstract: HOSTILE,
        authors: [HOSTILE],
        comment: HOSTILE,
        categories: ['cs.LG', HOSTILE.slice(0, 40)],
        tldr: { text: HOSTILE, method: 'llm', model: HOSTILE, span: HOSTILE },
        codeUrl: `https://example.org/"><script>alert(1)</script>`,
      }),
    );
    const [story] = stories(papers, 1, 2);
    await site.publish(anEdition(DAY, papers, story ? [{ ...story, headline: HOSTILE }] : []));
    const paths = [
      '/',
      '/papers/arxiv:2601.00001',
      '/topics',
      '/topics/cs.LG',
      '/editions',
      `/editions/${DAY}/s1`,
    ];
    const search = `/search?q=${encodeURIComponent(`${HOSTILE} robot`)}`;

    const pages = await Promise.all([...paths, search].map((path) => site.get(path)));
    const feed = await site.get('/feed.atom');
    await site.close();

    for (const { status, text } of pages) {
      expect(status).toBe(200);
      expect(text.replace(/"[^"]*"/g, '""')).not.toMatch(/<script|<img|<[^>]*\son[a-z]+=/i);
    }
    const { content } = new XMLParser().parse(feed.text).feed.entry;
    expect(content).toContain('&lt;script&gt;');
    expect(content).not.toMatch(/<script|<img/);
  });
});
