import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDay, DAY } from './days.js';
import { anEdition, openSite, type TestSite } from './site.js';

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
