import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AcclaimStore } from '../../../shared/stores/acclaim.js';
import { PickStore } from '../../../shared/stores/picks.js';
import { VectorStore } from '../../../shared/stores/vectors.js';
import { startTables, type TestTables } from '../../support/tables.js';

const DAY = '2026-01-22';
const PAPER = 'arxiv:2601.00001';

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.close());

describe('acclaim', () => {
  it('tells of three readers and more, never of fewer, and forgets who takes it back', async () => {
    const acclaim = new AcclaimStore(tables.content);
    const told: (number | undefined)[] = [];
    for (let readers = 1; readers <= 4; readers++) {
      await acclaim.add(DAY, PAPER);
      told.push((await acclaim.read(DAY)).get(PAPER));
    }
    for (let readers = 3; readers >= -1; readers--) await acclaim.remove(DAY, PAPER);
    await acclaim.add(DAY, PAPER);

    expect(told).toEqual([undefined, undefined, 3, 4]);
    expect((await acclaim.read(DAY)).size).toBe(0);
  });

  it('counts all who come at once', async () => {
    const acclaim = new AcclaimStore(tables.content);
    await Promise.all(Array.from({ length: 20 }, () => acclaim.add(DAY, 'arxiv:2601.00002')));
    expect((await acclaim.read(DAY)).get('arxiv:2601.00002')).toBe(20);
  });
});

describe('the editor’s picks', () => {
  it('stand by day with why, can be worded anew and taken back', async () => {
    const picks = new PickStore(tables.content);
    await picks.write(DAY, { paperId: PAPER, why: 'First words.' });
    await picks.write(DAY, { paperId: PAPER, why: 'Better words.' });
    const standing = await picks.read(DAY);
    await picks.remove(DAY, PAPER);

    expect([...standing]).toEqual([[PAPER, 'Better words.']]);
    expect([...(await picks.read(DAY)), ...(await picks.read('2026-01-21'))]).toEqual([]);
  });

  it('need a reason', async () => {
    await expect(new PickStore(tables.content).write(DAY, { paperId: PAPER, why: ' ' })).rejects.toThrow(
      'why',
    );
  });
});

describe('vectors of queries', () => {
  it('are never taken for those of papers, which are kept for good', async () => {
    const queries = new VectorStore(tables.content, 'QUERY');
    await queries.write('model', new Map([['hash', Float32Array.of(0.5, -1)]]));
    expect((await queries.read('model', ['hash'])).get('hash')).toEqual(Float32Array.of(0.5, -1));
    expect((await new VectorStore(tables.content).read('model', ['hash'])).size).toBe(0);
  });
});
