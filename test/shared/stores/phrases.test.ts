import { afterAll, beforeAll, expect, test } from 'vitest';
import { PhraseStore } from '../../../shared/stores/phrases.js';
import { startTables, type TestTables } from '../../support/tables.js';

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.close());

test('topics are kept once each, phrases and categories apart', async () => {
  const store = new PhraseStore(tables.content);

  for (const weight of [1, 2]) {
    await store.keep([
      { kind: 'category', category: 'cs.CL', weight },
      { kind: 'category', category: 'quant-ph', weight },
      { kind: 'phrase', phrase: 'protein design', weight },
    ]);
  }

  expect(await store.all()).toEqual(['protein design']);
  expect(await store.categories()).toEqual(['cs.CL', 'quant-ph']);
});
