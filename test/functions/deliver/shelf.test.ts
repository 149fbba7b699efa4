import { afterAll, beforeAll, expect, test } from 'vitest';
import { Shelf } from '../../../functions/deliver/shelf.js';
import { ShapeError } from '../../../shared/errors.js';
import { EditionStore } from '../../../shared/stores/editions.js';
import { PhraseStore } from '../../../shared/stores/phrases.js';
import { renderCards } from '../../../templates/cards.js';
import { packCards } from '../../../templates/pack.js';
import { anEdition } from '../../support/editions.js';
import { anEditionPaper } from '../../support/papers.js';
import { startTables, type TestTables } from '../../support/tables.js';

const DAY = '2026-01-22';
const papers = ['arxiv:2601.00001', 'arxiv:2601.00002'].map((id) => anEditionPaper({ id }));

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.close());

test.each([
  ['in another order', papers.toReversed()],
  ['of fewer papers', papers.slice(0, 1)],
  ['of more papers', [...papers, anEditionPaper({ id: 'arxiv:2601.00003' })]],
])('an edition with cards %s is not put on the shelf', async (_, carded) => {
  const editions = new EditionStore(tables.content);
  const edition = anEdition(DAY, { papers });
  await editions.publish(edition, {
    vectors: papers.map(() => Float32Array.from({ length: 8 }, (_, n) => n + 1)),
    cards: packCards(renderCards({ ...edition, papers: carded })),
    build: 'one',
  });
  const shelf = new Shelf(editions, new PhraseStore(tables.content));
  const [header] = await shelf.published(DAY);

  const shelved = header && shelf.edition(header);

  await expect(shelved).rejects.toThrow(ShapeError);
});
