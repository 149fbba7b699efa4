import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subscriberIdOf } from '../../../shared/address.js';
import { SubscriberStore } from '../../../shared/stores/subscribers.js';
import { SuppressionStore } from '../../../shared/stores/suppressions.js';
import { ADDRESS_KEY, NOW, type OpsBench, startOps } from './ops.js';

const HEADER = 'address,topics,cadence,hour,time_zone,consent_confirmed_at,consent_form,consent_text_version';
const line = (address: string, topics = 'cs.AI', rest = 'daily,8,UTC,2026-01-01T10:00:00Z,old list,v1') =>
  `${address},${topics},${rest}`;
const idOf = (address: string) => subscriberIdOf(address, ADDRESS_KEY);

describe('the operator’s subscribers', () => {
  let ops: OpsBench;
  let store: SubscriberStore;
  const imported = async (lines: readonly string[], ...options: string[]) => {
    const file = join(ops.folder, 'readers.csv');
    await writeFile(file, [HEADER, ...lines].join('\n'));
    return JSON.parse(await ops.run('--json', 'subscribers', 'import', file, ...options));
  };

  beforeAll(async () => {
    ops = await startOps();
    store = new SubscriberStore(ops.house.subscribers);
  });
  afterAll(() => ops.close());

  it('come in with their consent, topics and hour, and are due', async () => {
    const result = await imported([line('ada@example.org', 'cs.AI; proteins that fold')]);

    expect(result).toMatchObject({ lines: 1, added: 1, bad: [] });
    const known = await store.read(idOf('ada@example.org'));
    expect(known).toMatchObject({
      subscriber: { state: 'active', linkEpoch: NOW.getTime() / 1000 },
      profile: {
        feedEpoch: NOW.getTime() / 1000,
        preferences: {
          hour: 8,
          topics: [
            { kind: 'category', category: 'cs.AI' },
            { kind: 'phrase', phrase: 'proteins that fold' },
          ],
        },
        consent: { confirmedAt: '2026-01-01T10:00:00Z', form: 'old list', textVersion: 'v1' },
      },
    });
    expect(await store.slots()).toEqual([{ timeZone: 'UTC', hour: 8 }]);
  });

  it.each([
    ['an address that is none', line('ada'), 'address'],
    ['no topic', line('x1@example.org', ''), 'topics'],
    [
      'a time zone that is none',
      line('x2@example.org', 'cs.AI', 'daily,8,Mars,2026-01-01T10:00:00Z,f,1'),
      'time_zone',
    ],
    [
      'a cadence that is none',
      line('x3@example.org', 'cs.AI', 'hourly,8,UTC,2026-01-01T10:00:00Z,f,1'),
      'cadence',
    ],
    [
      'an hour that is none',
      line('x4@example.org', 'cs.AI', 'daily,25,UTC,2026-01-01T10:00:00Z,f,1'),
      'hour',
    ],
    ['no consent', line('x5@example.org', 'cs.AI', 'daily,8,UTC,,f,1'), 'consent'],
    ['a quote that is never closed', line('x6@example.org', '"cs.AI'), 'quotes'],
  ])('are told by the line for %s, and the others come in', async (_, bad, column) => {
    const good = line(`${column}@example.org`);

    const result = await imported([bad, good]);

    expect(result.bad).toEqual([{ line: 2, problem: expect.stringMatching(new RegExp(`^${column}`)) }]);
    expect(JSON.stringify(result)).not.toContain('x1@');
    expect(await store.state(idOf(`${column}@example.org`))).toMatchObject({ state: 'active' });
  });

  it('are left as they are when a file comes again, or names them twice', async () => {
    const lines = [line('eve@example.org'), line('eve@example.org', 'cs.CL')];

    await imported(lines);
    const again = await imported(lines);

    expect(again).toMatchObject({ lines: 2, added: 0, known: 2 });
  });

  it('are not brought back once they left, and not mailed again once suppressed', async () => {
    await imported([line('left@example.org'), line('gone@example.org')]);
    await store.unsubscribe(idOf('left@example.org'), NOW);
    await new SuppressionStore(ops.house.subscribers).erase(idOf('gone@example.org'), NOW);

    const again = await imported([line('left@example.org'), line('gone@example.org')]);

    expect(again).toMatchObject({ added: 0, left: 1, suppressed: 1 });
    expect(await store.state(idOf('left@example.org'))).toMatchObject({ state: 'unsubscribed' });
    expect(await store.read(idOf('gone@example.org'))).toBeUndefined();
  });

  it('are only counted in a dry run', async () => {
    const result = await imported([line('dry@example.org')], '--dry-run');

    expect(result.added).toBe(1);
    expect(await store.state(idOf('dry@example.org'))).toBeUndefined();
  });

  it('are exported so that another house can import them, formulas made harmless', async () => {
    await imported([line('+tag@example.org', '=1+1 of something')]);
    const file = join(ops.folder, 'all.csv');

    await ops.run('subscribers', 'export', file);

    const text = await readFile(file, 'utf8');
    expect(text).not.toMatch(/(^|,)[=+]/m);
    const other = await startOps();
    const result = JSON.parse(await other.run('--json', 'subscribers', 'import', file));
    expect(result.bad).toEqual([]);
    const known = await new SubscriberStore(other.house.subscribers).read(idOf('+tag@example.org'));
    expect(known?.profile.preferences.topics).toMatchObject([{ phrase: '=1+1 of something' }]);
    await other.close();
  });

  it('are forgotten by an erasure, but for the hash, which can be lifted', async () => {
    await imported([line('bye@example.org')]);
    await expect(ops.run('subscribers', 'erase', 'bye@example.org')).rejects.toThrow('--yes');

    await ops.run('subscribers', 'erase', 'bye@example.org', '--yes');

    expect(await store.standing(idOf('bye@example.org'))).toMatchObject({ kind: 'suppressed' });
    await ops.run('subscribers', 'lift', 'bye@example.org', '--yes');
    expect(await store.standing(idOf('bye@example.org'))).toEqual({ kind: 'unknown' });
  });

  it('are due again when a bounce is lifted', async () => {
    await imported([line('back@example.org')]);
    const id = idOf('back@example.org');
    await new SuppressionStore(ops.house.subscribers).suppress(id, {
      reason: 'bounce',
      at: NOW.toISOString(),
    });

    await ops.run('subscribers', 'lift', 'back@example.org', '--yes');

    const due: string[] = [];
    for (let shard = 0; shard < 8; shard++) {
      for await (const row of store.dueIn(`UTC#08#${shard}`, undefined)) due.push(row.id);
    }
    expect(due).toContain(id);
  });
});
