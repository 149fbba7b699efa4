import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ShapeError } from '../../shared/errors.js';
import { renderCards } from '../../templates/cards.js';
import { digestMessage } from '../../templates/digest.js';
import { PackedCardsError, packCards, unpackCards } from '../../templates/pack.js';
import { aMail, anEdition, papers } from './fixtures.js';

const edition = anEdition(papers(40, { title: 'Über $\\alpha$ & <b>' }));

test('packed cards make the same mail, in a fraction of their size', () => {
  const cards = renderCards(edition);
  const mail = aMail(edition, { cards: [cards] });

  const packed = packCards(cards);

  expect(digestMessage({ ...mail, cards: [unpackCards(packed)] })).toEqual(digestMessage(mail));
  expect(packed.length).toBeLessThan(12_000);
});

test('bytes that are not packed cards are refused by name', () => {
  const packed = packCards(renderCards(edition));
  const header = Buffer.from('{"format":2}');
  const other = Buffer.concat([Buffer.from([0, 0, 0, header.length]), header]);

  expect(() => unpackCards(packed.subarray(0, packed.length / 2))).toThrow(PackedCardsError);
  expect(() => unpackCards(Buffer.from('not brotli'))).toThrow(PackedCardsError);
  expect(() => unpackCards(brotliCompressSync(Buffer.from([0, 0])))).toThrow(PackedCardsError);
  expect(() => unpackCards(brotliCompressSync(other))).toThrow(ShapeError);
});
