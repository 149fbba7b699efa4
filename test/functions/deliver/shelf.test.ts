import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Shelf } from '../../../functions/deliver/shelf.js';
import type { Edition } from '../../../shared/domain/edition.js';
import { ShapeError } from '../../../shared/errors.js';
import { EditionStore } from '../../../shared/stores/editions.js';
import { PhraseStore } from '../../../shared/stores/phrases.js';
import type { EditionCards } from '../../../templates/card.js';
import { renderCards } from '../../../templates/cards.js';
import { NOTHING } from '../../../templates/encoded.js';
import { packCards, unpackCards } from '../../../templates/pack.js';
import { anEdition } from '../../support/editions.js';
import { anEditionPaper } from '../../support/papers.js';
import { startTables, type TestTables } from '../../support/tables.js';

const DAY = '2026-01-22';
const DAY_AFTER = '2026-01-23';
const papers = ['arxiv:2601.00001', 'arxiv:2601.00002'].map((id) => anEditionPaper({ id }));

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.close());

function publish(editions: EditionStore, edition: Edition, cards: Uint8Array): Promise<unknown> {
  const vectors = edition.papers.map(() => Float32Array.from({ length: 8 }, (_, n) => n + 1));
  return editions.publish(edition, { vectors, cards, build: 'one' });
}

/** The same cards as a version before this one would have packed them. */
function ofAnotherVersion(packed: Uint8Array): Uint8Array {
  const whole = brotliDecompressSync(packed).toString('latin1');
  return brotliCompressSync(Buffer.from(whole.replace(/"format":\d/, '"format":0'), 'latin1'));
}

test('an edition whose cards another version packed is on the shelf with cards that are rendered anew', async () => {
  const editions = new EditionStore(tables.content);
  const edition = anEdition(DAY_AFTER, { papers });
  const cards = packCards(renderCards(edition));
  await publish(editions, edition, ofAnotherVersion(cards));
  const shelf = new Shelf(editions, new PhraseStore(tables.content));
  const [header] = await shelf.published(DAY_AFTER);

  const shelved = header && (await shelf.edition(header));

  const asPacked = await unpackCards(cards);
  expect(asPacked?.papers.ids).toHaveLength(papers.length);
  expect(shelved && textsOf(shelved.cards)).toEqual(asPacked && textsOf(asPacked));
});

/** What the cards come to with nothing filled in. */
function textsOf({ papers: { ids }, galley }: EditionCards): string[] {
  return ids.map((_, nth) => {
    galley.begin();
    galley.setCard(nth, 'html', 'abstract', { why: NOTHING, vote: NOTHING });
    return galley.mail.toString('latin1');
  });
}

test.each([
  ['in another order', papers.toReversed()],
  ['of fewer papers', papers.slice(0, 1)],
  ['of more papers', [...papers, anEditionPaper({ id: 'arxiv:2601.00003' })]],
])('an edition with cards %s is not put on the shelf', async (_, carded) => {
  const editions = new EditionStore(tables.content);
  const edition = anEdition(DAY, { papers });
  await publish(editions, edition, packCards(renderCards({ ...edition, papers: carded })));
  const shelf = new Shelf(editions, new PhraseStore(tables.content));
  const [header] = await shelf.published(DAY);

  const shelved = header && shelf.edition(header);

  await expect(shelved).rejects.toThrow(ShapeError);
});
