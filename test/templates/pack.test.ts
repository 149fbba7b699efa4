import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Story } from '../../shared/domain/edition.js';
import { ShapeError } from '../../shared/errors.js';
import { encodeQuotedPrintable } from '../../shared/mail/quoted-printable.js';
import { openCards } from '../../templates/card.js';
import { renderCards } from '../../templates/cards.js';
import { digestMessage } from '../../templates/digest.js';
import type { LaidCard } from '../../templates/laid.js';
import { PackedCardsError, packCards, unpackCards } from '../../templates/pack.js';
import { TemplateError } from '../../templates/piece.js';
import { aMail, anEdition, papers } from './fixtures.js';

const story: Story = {
  id: '2026-01-22.s1',
  headline: 'Swifts seldom land',
  headlineMethod: 'extractive',
  summary: { text: 'Many watched them.', method: 'extractive' },
  paperIds: ['arxiv:2601.10000'],
};
const edition = anEdition(papers(40, { title: 'Über $\\alpha$ & <b>' }));

test('packed cards make the same mail, in a fraction of their size', async () => {
  const cards = renderCards(edition);
  const mail = aMail(edition, { cards: [openCards(cards)] });

  const packed = packCards(cards);
  const unpacked = await unpackCards(packed);

  expect(digestMessage({ ...mail, cards: unpacked ? [unpacked] : [] })).toEqual(digestMessage(mail));
  expect(packed.length).toBeLessThan(12_000);
});

test('words that both bodies and all cards write the same are held once', () => {
  const abstract = 'They “sleep” on the "wing", at night; that\'s high up. '.repeat(20).trim();

  const { texts } = renderCards(anEdition(papers(2, { abstract })));

  const laid = Buffer.from(texts).toString('latin1');
  expect(laid.split(encodeQuotedPrintable(abstract))).toHaveLength(2);
  expect(laid).not.toContain('&quot;wing&quot;');
});

test('bytes that are not packed cards are refused by name', async () => {
  const packed = packCards(renderCards(edition));

  await expect(unpackCards(packed.subarray(0, packed.length / 2))).rejects.toThrow(PackedCardsError);
  await expect(unpackCards(Buffer.from('not brotli'))).rejects.toThrow(PackedCardsError);
  await expect(unpackCards(brotliCompressSync(Buffer.from([0, 0])))).rejects.toThrow(PackedCardsError);
});

test('cards of many megabytes are unfolded piece by piece, and cut anywhere they are refused', async () => {
  const long = papers(600).map((paper, nth) => ({
    ...paper,
    abstract: `Swift ${nth} never lands. `.repeat(80),
  }));
  const many = anEdition(long);
  const cards = renderCards(many);
  const mail = aMail(many, { cards: [openCards(cards)], show: 'abstracts' });
  const packed = packCards(cards);

  const unpacked = await unpackCards(packed);

  expect(cards.texts.length).toBeGreaterThan(1_000_000);
  expect(digestMessage({ ...mail, cards: unpacked ? [unpacked] : [] })).toEqual(digestMessage(mail));
  for (const share of [0, 0.001, 0.1, 0.9, 0.999]) {
    const cut = packed.subarray(0, packed.length * share);
    await expect(unpackCards(cut)).rejects.toThrow(PackedCardsError);
  }
});

test('a header whose texts do not fit their holes is refused by name', async () => {
  const cards = renderCards({ ...edition, stories: [story] });
  cards.stories[0]?.piece.html.parts.pop();

  await expect(unpackCards(packCards(cards))).rejects.toThrow(ShapeError);
});

test('a header that claims more than an edition can have is refused before it is believed', async () => {
  const claims = [0xff, 0xff, 0xff, 0xff];
  const { texts: _, ...header } = renderCards(edition);
  const far = {
    ...header,
    papers: header.papers.map((card) => ({ ...card, summary: farOff(card.summary) })),
  };

  await expect(unpackCards(brotliCompressSync(Buffer.from(claims)))).rejects.toThrow(PackedCardsError);
  await expect(unpackCards(packCards({ ...far, texts: Buffer.alloc(0) }))).rejects.toThrow(PackedCardsError);
});

function farOff({ html, text }: LaidCard['summary']): LaidCard['summary'] {
  return { html: { ...html, parts: [...html.parts, [2 ** 30, 1]] }, text };
}

test('cards of more than one template are refused by name', () => {
  const cards = renderCards(edition);
  cards.papers[1]?.abstract.html.parts.reverse();

  expect(() => openCards(cards)).toThrow(TemplateError);
});

test('texts that are fewer or more than the header tells are refused by name', async () => {
  const { texts, ...header } = renderCards(edition);

  for (const wrong of [texts.subarray(1), Buffer.concat([texts, Buffer.from('x')])]) {
    await expect(unpackCards(packCards({ ...header, texts: wrong }))).rejects.toThrow(PackedCardsError);
  }
});
