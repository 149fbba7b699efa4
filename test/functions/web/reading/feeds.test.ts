import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anEditionPaper } from '../../../support/papers.js';
import { anEdition, openSite, type TestSite } from './site.js';

describe('feeds', () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await openSite();
    const of = (day: string, n: number) =>
      site.publish(
        anEdition(day, [
          anEditionPaper({
            id: `arxiv:2601.0000${n}`,
            title: `R&D <${n}> \u0007robots`,
            categories: ['cs.RO'],
          }),
        ]),
      );
    await of('2026-01-21', 1);
    await of('2026-01-22', 2);
  });
  afterAll(() => site.close());

  it.each(['/feed.atom', '/topics/cs.RO/feed.atom'])(
    'at %s is well-formed Atom with what Atom asks for',
    async (path) => {
      const { status, text, headers } = await site.get(path);
      const { feed } = new XMLParser({ ignoreAttributes: false }).parse(text);
      expect([status, XMLValidator.validate(text)]).toEqual([200, true]);
      expect(headers.get('content-type')).toContain('application/atom+xml');
      expect(feed.updated).toBe('2026-01-22T05:30:00.000Z');
      expect(feed.entry).toHaveLength(2);
      for (const entry of feed.entry) {
        expect(entry.id).toMatch(/^https:\/\/digest\.example\.org\//);
        expect(entry).toMatchObject({ updated: expect.any(String), author: expect.anything() });
      }
    },
  );

  it.each(['/feed.json', '/topics/cs.RO/feed.json'])('at %s is JSON Feed 1.1', async (path) => {
    const { text, headers } = await site.get(path);
    const feed = JSON.parse(text);
    expect(headers.get('content-type')).toContain('application/feed+json');
    expect(feed.version).toBe('https://jsonfeed.org/version/1.1');
    expect(feed.feed_url).toBe(`https://digest.example.org${path}`);
    expect(feed.items[0]).toMatchObject({ id: expect.any(String), content_html: expect.any(String) });
  });

  it('are named by the pages they follow', async () => {
    const { text } = await site.get('/topics/cs.RO');
    expect(text).toContain('type="application/atom+xml"');
    expect(text).toContain('name="category" value="cs.RO"');
    expect(JSON.parse((await site.get('/topics/cs.RO/feed.json')).text).title).toBe(
      'Robotics (cs.RO) · Research Digest',
    );
  });

  it('of a topic that arXiv has but nobody wrote in is empty, and of no topic is not there', async () => {
    expect(JSON.parse((await site.get('/topics/cs.OS/feed.json')).text).items).toEqual([]);
    expect((await site.get('/topics/cs.NOPE/feed.json')).status).toBe(404);
    expect((await site.get('/topics/cs.NOPE')).status).toBe(404);
  });
});
