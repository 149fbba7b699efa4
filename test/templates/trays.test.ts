import { describe, expect, it } from 'vitest';
import type { Digest } from '../../shared/domain/digest.js';
import type { Edition } from '../../shared/domain/edition.js';
import { HeaderError } from '../../shared/mail/headers.js';
import { openCards } from '../../templates/card.js';
import { renderCards } from '../../templates/cards.js';
import { digestMessage, lendDigest } from '../../templates/digest.js';
import { Trays } from '../../templates/trays.js';
import { aMail, anEdition, papers, picksOf } from './fixtures.js';

/** More than a worker delivers at once. */
const MAILS = 25;

/** A link longer than a whole mail may be. */
const endless = `https://digest.example.org/preferences/${'t'.repeat(700_000)}`;

/** Makes mails of one edition, the nth to the nth reader. */
function mailsOfAnEdition() {
  const shared = aMail(anEdition(papers(4)));
  return (nth: number) => ({
    ...shared,
    recipient: { address: `reader-${nth}@example.com` },
    links: { ...shared.links, manage: `https://digest.example.org/preferences/${'t'.repeat(nth)}` },
  });
}

describe('a lent message', () => {
  it('stays as it was set while any number of others are, and bodies and copies are made between them', () => {
    const mails = Array.from({ length: MAILS }, (_, nth) => nth).map(mailsOfAnEdition());
    const alone = mails.map(digestMessage);

    const lent = mails.map((mail) => {
      const message = lendDigest(mail);
      digestMessage({ ...mail, recipient: { address: 'somebody-else@example.com' } });
      return message;
    });

    expect(lent.map(({ raw }) => raw.toString('latin1'))).toEqual(alone.map((raw) => raw.toString('latin1')));
  });

  it('gives its place to another one once it is released, and to one only if it is released twice', () => {
    const mail = mailsOfAnEdition();
    const before = lendDigest(mail(0));
    before.release();
    before.release();

    const after = [lendDigest(mail(1)), lendDigest(mail(2))];
    before.release();
    const later = lendDigest(mail(0));

    expect(after[0]?.raw.byteOffset).toBe(before.raw.byteOffset);
    expect(new Set([...after, later].map(({ raw }) => raw.byteOffset)).size).toBe(3);
    expect(after.map(({ raw }) => raw)).toEqual([mail(1), mail(2)].map(digestMessage));
  });

  it('ends where the next begins, so that a mail that is too large is refused and runs into none', () => {
    const mail = mailsOfAnEdition();
    const lent = lendDigest(mail(0));
    const before = Buffer.from(lent.raw);

    expect(() => lendDigest({ ...mail(1), links: { ...mail(1).links, manage: endless } })).toThrow(
      RangeError,
    );

    expect(lent.raw).toEqual(before);
  });

  it('leaves its place where the next mail cannot be written', () => {
    const mail = mailsOfAnEdition();
    const lent = lendDigest(mail(0));
    const before = Buffer.from(lent.raw);

    expect(() => lendDigest({ ...mail(1), recipient: { address: 'no address' } })).toThrow(HeaderError);
    const next = lendDigest(mail(1));

    expect(lent.raw).toEqual(before);
    expect(next.raw).toEqual(digestMessage(mail(1)));
  });

  it('may hold papers of several editions, in the memory of any of them', () => {
    const edition = anEdition(papers(2));
    const other = anEdition(
      papers(2).map((paper) => ({ ...paper, id: paper.id.replace('2601', '2602') })),
      { day: '2026-01-21' },
    );
    const cards = [edition, other].map((one) => openCards(renderCards(one)));
    const mail = aMail(edition, { cards, digest: digestOf(edition, other) });
    const held = [edition, other].map((one, nth) =>
      lendDigest(aMail(one, { cards: cards.slice(nth, nth + 1), digest: digestOf(one) })),
    );
    const before = held.map(({ raw }) => Buffer.from(raw));

    const made = [cards, cards.toReversed()].map((inTurn) => lendDigest({ ...mail, cards: inTurn }));

    expect(made[0]?.raw).toEqual(made[1]?.raw);
    expect(made[0]?.raw.buffer).not.toBe(made[1]?.raw.buffer);
    expect(held.map(({ raw }) => raw)).toEqual(before);
  });
});

/** A digest of all papers of the editions. */
function digestOf(...editions: Edition[]): Digest {
  const days = editions.map(({ day }) => day);
  const picks = editions.flatMap((edition) => picksOf(edition));
  return {
    day: days.at(-1) ?? '',
    editions: days,
    picks,
    storyIds: [],
    considered: picks.length,
  };
}

describe('trays', () => {
  it('lend what was set where it was set, and refuse when that is not where the next one is to be', () => {
    const memory = new ArrayBuffer(Trays.bytesFor(4));
    const trays = new Trays(memory, 0, 4);
    const held = trays.lend(trays.next, 4);
    const at = trays.next;
    new Uint8Array(memory, at).fill(7);

    held.release();

    expect(() => trays.lend(at, 4)).toThrow(RangeError);
  });

  it('are of a galley that sets nothing more on a lent one', () => {
    const mail = mailsOfAnEdition()(0);
    const lent = lendDigest(mail);
    const galley = mail.cards[0]?.galley;

    expect(() => galley?.setAscii('more')).toThrow(RangeError);
    expect(() => galley?.lend()).toThrow(RangeError);
    expect(lent.raw).toEqual(digestMessage(mail));
  });
});
