import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { style } from '../../../../templates/pages/style.js';
import { aDay, DAY, stories, WORDS } from './days.js';
import { anEdition, openSite, type TestSite } from './site.js';

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
