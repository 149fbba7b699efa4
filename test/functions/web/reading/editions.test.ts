import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { style } from '../../../../templates/pages/style.js';
import { anEditionPaper } from '../../../support/papers.js';
import { anEdition, openSite, type TestSite } from './site.js';

const DAY = '2026-01-22';
const WORDS =
  'adaptive sampling reveals how large language models organise knowledge over time and scale '.repeat(40);

const aDay = (count: number, day: string, number: string) =>
  Array.from({ length: count }, (_, n) =>
    anEditionPaper({
      id: `arxiv:${number}.${String(n).padStart(5, '0')}`,
      title: `${n}: ${WORDS.slice(n, n + 75)}`,
      abstract: WORDS.slice(n, n + 1_350),
      authors: Array.from({ length: 6 }, (_, a) => `Given${a} Familyname${n}`),
      categories: [['cs.LG', 'cs.CL', 'cs.RO', 'astro-ph.GA'][n % 4] ?? 'cs.LG', 'cs.AI'],
      pdfUrl: `https://arxiv.org/pdf/${number}.${n}`,
      codeUrl: `https://example.org/${day}/${n}`,
      signals: { upvotes: n, stars: n * 3 },
      tldr: { text: WORDS.slice(n, n + 180), method: 'llm', model: 'm', madeAt: `${day}T05:00:00Z` },
    }),
  );

const stories = (papers: { id: string }[], count: number, each: number) =>
  Array.from({ length: count }, (_, s) => ({
    id: `${DAY}.s${s + 1}`,
    headline: `Story number ${s + 1}`,
    headlineMethod: 'llm' as const,
    summary: { text: `What story ${s + 1} tells. `.repeat(12), method: 'llm' as const },
    paperIds: papers.slice(s * each, (s + 1) * each).map(({ id }) => id),
  }));

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

describe('an edition of 700 papers with texts as long as they get', () => {
  it('still makes a page below 100 KB, with the rest a click away', async () => {
    const site = await openSite();
    const papers = aDay(700, DAY, '2601').map((paper) => ({
      ...paper,
      title: `"<&>" ${WORDS.slice(0, 1_900)}`,
    }));
    await site.publish(anEdition(DAY, papers, stories(papers, 20, 25)));

    const { text } = await site.get('/');
    await site.close();

    expect(Buffer.byteLength(text) + Buffer.byteLength(style)).toBeLessThan(100_000);
    expect(text).toContain('All 25 papers of this story');
    expect(text).toContain('class="far"');
  }, 20_000);
});

describe('an edition of 900 papers in 130 stories, as a real day has', () => {
  let site: TestSite;
  const { page, told } = { page: { text: '' }, told: stories(aDay(900, DAY, '2601'), 130, 4) };
  beforeAll(async () => {
    site = await openSite();
    const papers = aDay(900, DAY, '2601').map((paper) => ({ ...paper, signals: {} }));
    await site.publish(anEdition(DAY, papers, told));
    for (const _ of [1, 2, 3]) await site.acclaim.add(DAY, told[99]?.paperIds[0] ?? '');
    page.text = (await site.get('/')).text;
  });
  afterAll(() => site.close());

  it('tells sixteen, among them what readers want more of, each with papers, and names the others', () => {
    const { text } = page;
    const sections = [...text.matchAll(/<section class="story .*?<\/section>/gs)].map(([section]) => section);

    expect(Buffer.byteLength(text) + Buffer.byteLength(style)).toBeLessThan(100_000);
    expect(text).toContain('900 papers and 130 stories');
    expect(sections).toHaveLength(16);
    for (const section of sections) expect(section).toContain('<h3>');
    expect(sections.at(-1)).toContain('Story number 100');
    expect(text).toContain('<h2>114 more stories</h2>');
    for (const { id, headline } of told)
      expect(text).toContain(`${id.slice(DAY.length + 1)}">${headline}</a>`);
  });

  it('has papers outside the stories beside them, and their colours in the picture', () => {
    const { text } = page;
    const svg = /<svg.*?<\/svg>/s.exec(text)?.[0] ?? '';

    expect(text).toContain('<h2>Machine Learning</h2>');
    for (const colour of ['far c0"', 'far c7 ring"', 'far hole"', 'far"']) expect(svg).toContain(colour);
  });

  it('tells no more in the feed', async () => {
    const [entry] = JSON.parse((await site.get('/feed.json')).text).items;
    expect(entry.content_html.match(/<p>Story number/g)).toHaveLength(16);
  });
});

describe('an edition with papers that were withdrawn, and more stories than colours', () => {
  let site: TestSite;
  const papers = aDay(20, DAY, '2601').map((paper, n) => ({ ...paper, withdrawn: n < 2 }));
  beforeAll(async () => {
    site = await openSite();
    await site.publish(anEdition(DAY, papers, stories(papers, 9, 2)));
  });
  afterAll(() => site.close());

  it('counts them, the same on every page, and lists them on none but their own', async () => {
    const pages = await Promise.all(
      ['/', '/editions', `/editions/${DAY}/s1`, '/topics', '/topics/cs.AI'].map((path) => site.get(path)),
    );
    const [home = '', editions = '', story = '', topics = '', topic = ''] = pages.map(({ text }) => text);

    expect(home).toContain('20 papers (2 withdrawn) and 9 stories.');
    expect(editions).toContain('20 papers');
    expect(story).toContain('<h2>0 papers</h2>');
    expect(topics).toContain('Artificial Intelligence</a> <span class="soft">18</span>');
    expect(topic).toContain('18 papers of the latest edition');
    for (const text of [home, story, topic]) expect(text).not.toContain('/papers/arxiv:2601.00000');
    expect((await site.get('/papers/arxiv:2601.00000')).text).toContain('have withdrawn this paper');
  });

  it('tells every story by a colour of its own, the ninth by a ring', async () => {
    const { text } = await site.get('/');
    expect(text).toContain('<span class="dot c0 ring"></span>');
    expect(text.match(/<circle class="c0 ring"/g)).toHaveLength(2);
  });
});

describe('a paper of two stories', () => {
  it('is listed once', async () => {
    const site = await openSite();
    const papers = aDay(3, DAY, '2601');
    const both = stories(papers, 2, 1).map((story) => ({ ...story, paperIds: papers.map(({ id }) => id) }));
    await site.publish(anEdition(DAY, papers, both));

    const { text } = await site.get('/');
    await site.close();

    expect(text.match(/<h3>/g)).toHaveLength(3);
  });
});

describe('a day on which nothing was announced', () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await openSite();
    await site.publish(anEdition('2026-01-23', aDay(2, '2026-01-23', '2601')));
    await site.publish({ ...anEdition('2026-01-24', []), completeness: [] });
  });
  afterAll(() => site.close());

  it('leaves the edition before it on the home page, with the day itself beside', async () => {
    const { text } = await site.get('/');
    expect(text).toContain('<h1>Friday, 23 January 2026</h1>');
    expect(text).toContain('<a rel="next" href="/editions/2026-01-24">');
    expect(text).not.toContain('<svg');
  });

  it('says so, leads to the day before, and is no entry of the feed', async () => {
    const { status, text } = await site.get('/editions/2026-01-24');
    expect(status).toBe(200);
    expect(text).toContain('No new paper came on this day');
    expect(text).toContain('<a href="/editions/2026-01-23">Read Friday, 23 January 2026</a>');
    expect((await site.get('/editions')).text).toContain('<p class="soft">No papers</p>');
    expect(JSON.parse((await site.get('/feed.json')).text).items).toHaveLength(1);
  });
});

describe('more editions than are kept', () => {
  it('are reached from the end of the list', async () => {
    const site = await openSite();
    for (let day = 1; day <= 31; day++) {
      await site.publish(anEdition(`2025-12-${String(day).padStart(2, '0')}`, []));
    }

    const { text } = await site.get('/editions');
    await site.close();

    expect(text).toContain('<a href="/editions/2025-12-01">Older: Monday, 1 December 2025</a>');
  });
});

describe('before the first edition', () => {
  it.each([
    ['/editions', 'There is none yet'],
    ['/topics', 'There is no edition yet'],
    ['/topics/cs.LG', 'There is no edition yet'],
    ['/search?q=robots', 'There is no edition yet'],
  ])('%s says so', async (path, words) => {
    const site = await openSite();
    const { status, text } = await site.get(path);
    await site.close();

    expect(status).toBe(200);
    expect(text).toContain(words);
  });
});

describe('the first edition', () => {
  it('is announced until it is there, and then seen at once', async () => {
    const site = await openSite();
    const before = await site.get('/');
    await site.publish(anEdition(DAY, aDay(1, DAY, '2601')));
    const after = await site.get('/');
    await site.close();

    expect([before.status, before.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(before.text).toContain('The first edition is on its way');
    expect(after.text).toContain('Thursday, 22 January 2026');
  });
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
