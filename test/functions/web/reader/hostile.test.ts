import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAddress } from '../../../../functions/web/reader/address.js';
import type { EditionPaper } from '../../../../shared/domain/edition.js';
import { digestLinks } from '../../../../shared/links/digest-links.js';
import { plainMessage } from '../../../../shared/mail/plain-message.js';
import { seededRandom } from '../../../../shared/terms/random.js';
import { openCards } from '../../../../templates/card.js';
import { renderCards } from '../../../../templates/cards.js';
import { digestHtml, digestMessage } from '../../../../templates/digest.js';
import { page } from '../../../../templates/pages/layout.js';
import { digestPage } from '../../../../templates/pages/reader/digests.js';
import { readerFeed } from '../../../../templates/pages/reader/feed.js';
import { tastePage, votePage } from '../../../../templates/pages/reader/vote.js';
import { anEdition } from '../../../support/editions.js';
import { anEditionPaper } from '../../../support/papers.js';
import { picksOf } from '../../../templates/fixtures.js';
import { type Bench, SITE, startBench } from './bench.js';

/** More of them: `HOSTILE=100000 npx vitest run test/functions/web/reader/hostile.test.ts` */
const COUNT = Number(process.env.HOSTILE ?? 120);
const site = { name: 'Research Digest', baseUrl: SITE, postalAddress: '1 Nest Lane, Birdham' };

const FRAGMENTS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</textarea></select></title><svg onload=alert(1)>',
  '<!--',
  ']]>',
  '&lt;b&gt;',
  '&#60;i&#62;',
  'javascript:alert(1)',
  '\r\nBcc: victim@example.org',
  '\u0000',
  '\u202e',
  '\ud800',
  '{{manage}}',
  '#{7*7}',
  '$\\frac{<a href=x>}{2}$',
  '__proto__',
  'constructor',
  '../../../etc/passwd',
  '%00%0d%0a',
  '🦉',
  ' ',
  'swifts',
  '~',
  '0',
  '-1e309',
  'a'.repeat(300),
];

function hostileTexts(seed: number): string[] {
  const random = seededRandom(seed);
  return Array.from({ length: COUNT }, () =>
    Array.from(
      { length: 1 + Math.floor(random() * 4) },
      () => FRAGMENTS[Math.floor(random() * FRAGMENTS.length)],
    ).join(''),
  );
}

const TAG = /<!doctype html>|<\/?([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*\/?>/g;

/** The elements of a page with the names of their attributes, in order. @throws Error where a `<` begins no tag */
function skeletonOf(html: string): string[] {
  if (html.replace(TAG, '').includes('<')) throw new Error('a "<" that begins no tag');
  return [...html.matchAll(TAG)].map(([, name = '', attributes = '']) => {
    const names = [...attributes.matchAll(/\s([a-z-]+)(?:="[^"]*")?/g)].map(([, attribute]) => attribute);
    return [name, ...names].join(' ');
  });
}

function linksOf(html: string): string[] {
  return [...html.matchAll(/(?:href|src|action|formaction)="([^"]*)"/g)].map(([, url = '']) => url);
}

/** What is followed from a page: the web, a page of ours, a place on the page, or a mail to the operator. */
const LEADS_ON = /^(https?:\/\/|\/(?!\/)|#|mailto:)/;

/** The elements of a mail's body, with its comments, which are the template's own. */
function mailSkeletonOf(html: string): string[] {
  const body = html.slice(html.indexOf('<body'));
  return [...(body.match(COMMENT) ?? []), ...skeletonOf(body.replace(COMMENT, ''))];
}
const COMMENT = /<!--.*?-->/gs;

/** So many hostile lines stand in one form, and papers in one mail. */
const LINES_A_FORM = 20;
const PAPERS_A_MAIL = 12;

/** A digest of the papers: the names of its headers, and its HTML. */
function mailOf(papers: EditionPaper[], why: string): { headers: string[]; html: string } {
  const edition = anEdition('2026-01-22', { papers });
  const { day } = edition;
  const picks = picksOf(edition, why);
  const view = {
    cards: [openCards(renderCards(edition))],
    digest: { day, editions: [day], picks, storyIds: [], considered: papers.length },
    sender: { name: 'Research Digest', address: 'd@example.org', postalAddress: '1 Nest Lane' },
    links: digestLinks({ id: 'a'.repeat(26), linkEpoch: 0 }, day, {
      baseUrl: SITE,
      linkKeys: ['l'.repeat(32)],
    }),
  };
  const raw = digestMessage({
    ...view,
    recipient: { address: 'ada@example.org' },
    now: new Date(0),
    id: '1',
  }).toString('latin1');
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n /g, ' ');
  return { headers: head.split('\r\n').map((line) => line.split(':')[0] ?? ''), html: digestHtml(view) };
}

describe('hostile input', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.tables.close());

  it('in the subscribe form adds nothing to the page and meets nothing but 4xx', async () => {
    const elements = new Set<string>();
    for (const phrases of ['x', 'plain words']) {
      const plain = await bench.post('/subscribe', { address: 'no address', category: 'cs.CL', phrases });
      for (const element of skeletonOf(await plain.text())) elements.add(element);
    }

    for (const text of hostileTexts(1)) {
      const answer = await bench.post('/subscribe', {
        address: `${text}@`,
        category: text,
        phrases: text,
        meant: '',
        website: text,
      });
      const html = await answer.text();
      expect(answer.status).toBe(422);
      expect(skeletonOf(html).filter((element) => !elements.has(element))).toEqual([]);
    }
    expect(bench.mails).toHaveLength(0);
  });

  it('in the preferences adds nothing to the page and meets nothing but 4xx', async () => {
    const { manage } = await bench.reader('hostile@example.org');
    const filled = (text: string) => ({
      topic: [`~${text}`, text],
      weight: ['1', text],
      category: text,
      phrases: text,
      followedAuthors: text,
      mutedWords: text,
      cadence: text,
      weekday: text,
      hour: text,
      timeZone: text,
      length: text,
      threshold: text,
      show: text,
      pausedUntil: text,
      do: 'save',
    });
    const known = new Set<string>();
    for (const plain of ['x', 'plain words', '', '2', '2099-01-01']) {
      for (const element of skeletonOf(await (await bench.post(manage, filled(plain))).text()))
        known.add(element);
    }

    for (const text of hostileTexts(2).slice(0, Math.max(40, COUNT / 10))) {
      const answer = await bench.post(manage, filled(text));
      expect(answer.status).toBe(422);
      expect(skeletonOf(await answer.text()).filter((element) => !known.has(element))).toEqual([]);
    }
  });

  it('kept as topics, authors and muted words, is shown as text', async () => {
    const { manage } = await bench.reader('kept@example.org');
    await bench.post(manage, { phrases: 'plain', followedAuthors: 'plain', mutedWords: 'plain', do: 'save' });
    const known = new Set(skeletonOf(await (await bench.get(manage)).text()));

    const texts = hostileTexts(3).map((text) => text.slice(0, 90));
    for (let from = 0; from < texts.length; from += LINES_A_FORM) {
      const lines = texts.slice(from, from + LINES_A_FORM).join('\n');
      await bench.post(manage, { phrases: lines, followedAuthors: lines, mutedWords: lines, do: 'save' });
      const html = await (await bench.get(manage)).text();
      expect(skeletonOf(html).filter((element) => !known.has(element))).toEqual([]);
    }
  });

  it('in titles, names, reasons and addresses of papers adds nothing to a reader’s pages', async () => {
    const view = (text: string, url: string) => ({
      paper: anEditionPaper({
        title: text || 'x',
        abstract: text,
        authors: [text || 'x'],
        abstractUrl: url,
        tldr: { text: text || 'x', method: 'extractive' },
      }),
      why: text,
      story: undefined,
    });
    const pagesOf = async (text: string, url: string) => {
      const papers = [view(text, url)];
      const digest = {
        day: '2026-01-22',
        editions: ['2026-01-22'],
        considered: 1,
        papers,
        show: 'summaries' as const,
        mailed: true,
      };
      const lesson = { title: text, words: [text], evidence: 1 };
      const sheets = [
        digestPage(digest),
        votePage(
          { base: '/vote/t', taste: '/taste/t', paper: { id: 'arxiv:1', title: text } },
          'more',
          'less',
        ),
        tastePage({
          action: '/taste/t',
          links: undefined,
          timeZone: 'UTC',
          topics: [{ kind: 'phrase', phrase: text, weight: 1 }],
          likes: [lesson],
          dislikes: [lesson],
          votes: [{ paperId: 'arxiv:1', title: text, direction: 'more', at: '2026-01-22T00:00:00Z' }],
        }),
      ];
      const pages = await Promise.all(sheets.map(async (sheet) => String(await page(site, ...sheet))));
      const feed = await readerFeed(site, '/feed/t', 'n', [
        { ...digest, url: `${SITE}/digest/t`, updated: '2026-01-22T00:00:00Z' },
      ]);
      return { pages, feed };
    };
    const plain = await pagesOf('plain', 'https://arxiv.org/abs/1');
    const skeletons = plain.pages.map(skeletonOf);
    const feedTags = plain.feed.match(/<[^>]*/g)?.length;

    for (const text of hostileTexts(4)) {
      const { pages, feed } = await pagesOf(text, 'https://arxiv.org/abs/1');
      expect(pages.map(skeletonOf)).toEqual(skeletons);
      expect(feed.match(/<[^>]*/g)).toHaveLength(feedTags ?? 0);
      for (const url of pages.flatMap(linksOf)) expect(url).toMatch(LEADS_ON);
    }
  });

  it('in all that is told of papers adds nothing to a mail, no header, and no link but to the web', async () => {
    const texts = hostileTexts(7);
    const paperOf = (text: string, nth: number) =>
      anEditionPaper({
        id: `arxiv:2601.${String(nth).padStart(5, '0')}`,
        title: text || 'x',
        abstract: text,
        authors: [text || 'x', text || 'x'],
        categories: [text || 'x'],
        abstractUrl: nth % 2 === 0 ? text : 'https://arxiv.org/abs/1',
        pdfUrl: text,
        codeUrl: `https://example.org/${text}`,
        tldr: { text: text || 'x', method: 'extractive' },
      });
    const plain = mailOf([paperOf('plain', 1), paperOf('https://arxiv.org/abs/2', 2)], 'plain');
    const known = new Set(mailSkeletonOf(plain.html));

    for (let from = 0; from < texts.length; from += PAPERS_A_MAIL) {
      const some = texts.slice(from, from + PAPERS_A_MAIL);
      const { headers, html } = mailOf(some.map(paperOf), some[0] ?? '');
      expect(headers).toEqual(plain.headers);
      expect(mailSkeletonOf(html).filter((element) => !known.has(element))).toEqual([]);
      for (const url of linksOf(html)) expect(url).toMatch(/^https?:\/\//);
    }
  });

  it('as an address begins no header of its own', () => {
    for (const text of hostileTexts(5)) {
      for (const typed of [text, `${text}@example.org`, `a@${text}.example`, `a@example.org${text}`]) {
        const read = readAddress(typed);
        if ('problem' in read) continue;
        const message = plainMessage({
          sender: { name: 'D', address: 'd@example.org', postalAddress: '' },
          recipient: { address: read.address },
          subject: 's',
          text: 't',
          html: 'h',
          now: bench.now,
          id: '1',
        }).toString('latin1');
        const names = message
          .slice(0, message.indexOf('\r\n\r\n'))
          .split('\r\n')
          .map((line) => line.split(':')[0]);
        expect(names).toEqual([
          'From',
          'To',
          'Subject',
          'Date',
          'Message-ID',
          'Auto-Submitted',
          'MIME-Version',
          'Content-Type',
        ]);
      }
    }
  });

  it('as a path meets nothing but 4xx', async () => {
    const { vote } = await bench.reader('paths@example.org');
    for (const text of hostileTexts(6)) {
      const part = encodeURIComponent(text.toWellFormed());
      const paths = [
        `/preferences/${part}`,
        `/digest/${part}/${part}`,
        `/feed/${part}`,
        vote('x').replace(/x$/, part),
        `/vote/${part}/more/${part}`,
      ];
      for (const path of paths) {
        for (const method of ['GET', 'POST']) {
          const { status } = await bench.get(path, { method });
          expect(status, `${method} ${path}`).toBeGreaterThanOrEqual(400);
          expect(status, `${method} ${path}`).toBeLessThan(500);
        }
      }
    }
  });

  it.each([
    ['application/json', '{"address":"a@example.org"}'],
    ['multipart/form-data', 'no boundary'],
    ['multipart/form-data; boundary=x', '--x\r\ngarbage'],
    ['text/plain', 'address=a@example.org'],
    ['application/x-www-form-urlencoded', '%%%=%ff&address'],
  ])('as a body of %s meets nothing but 4xx', async (type, body) => {
    const answer = await bench.get('/subscribe', { method: 'POST', body, headers: { 'Content-Type': type } });

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });

  it('of a body that is too long is refused', async () => {
    const answer = await bench.post('/subscribe', { address: 'a@example.org', phrases: 'x'.repeat(200_000) });

    expect(answer.status).toBe(413);
  });
});
