import { describe, expect, it } from 'vitest';
import { plainMessage } from '../../shared/mail/plain-message.js';
import { confirmLetter, type Letter, linkLetter } from '../../templates/letters.js';
import { needs, readStrictly, spamScore } from '../support/mail-judges.js';

const site = { name: 'Research & Digest', postalAddress: '1 Nest Lane, Birdham, United Kingdom' };
const LINK = 'https://digest.example.org/confirm/c.abc.0.def.ghi';

const messageOf = (letter: Letter) =>
  plainMessage({
    ...letter,
    sender: { ...site, address: 'digest@example.org' },
    recipient: { address: 'reader@example.com' },
    now: new Date('2026-01-22T06:00:00Z'),
    id: 'one',
  });

describe('a postal address that begins with the sender’s name', () => {
  it('is not told the name twice', () => {
    const letter = linkLetter({ ...site, postalAddress: 'Research & Digest, 1 Nest Lane' }, LINK);

    expect(letter.html).toContain('>Research &amp; Digest, 1 Nest Lane</p>');
    expect(letter.text).toMatch(/-- \nResearch & Digest, 1 Nest Lane$/);
  });
});

describe.each([
  ['confirms', confirmLetter(site, LINK, 7)],
  ['brings a link', linkLetter(site, LINK)],
])('the mail that %s', (_, letter) => {
  it('has one link, in both its parts, and the postal address', () => {
    const inText = letter.text.match(/https?:\S+/g);
    const inHtml = [...letter.html.matchAll(/href="([^"]+)"/g)].map(([, url]) => url);

    expect(inText).toEqual([LINK]);
    expect(new Set(inHtml)).toEqual(new Set([LINK]));
    expect(letter.text).toContain(site.postalAddress);
    expect(letter.html).toContain('Research &amp; Digest, 1 Nest Lane');
  });

  it('loads nothing and runs nothing', () => {
    expect(letter.html).not.toMatch(/<script|<img|<link|<iframe|url\(|@import/i);
  });

  it('is read without a defect by a strict parser', async (context) => {
    needs(context, 'python3');

    const read = await readStrictly(messageOf(letter));

    expect(read.headers.Subject).toBe(letter.subject);
    expect(read.headers['Auto-Submitted']).toBe('auto-generated');
    expect(read.text).toContain(LINK);
    expect(read.html).toContain(LINK);
  });

  it('is not taken for spam', { timeout: 60_000 }, async (context) => {
    needs(context, 'spamassassin');

    expect(await spamScore(messageOf(letter))).toBeLessThan(2);
  });
});
