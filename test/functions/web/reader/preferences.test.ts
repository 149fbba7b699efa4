import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, startBench } from './bench.js';

const WHOLE = {
  topic: ['cs.CL', '~swifts in the air'],
  weight: ['2', '0.5'],
  category: 'cs.RO',
  phrases: 'galaxies that collide',
  followedAuthors: 'Ada Lark\nBen Wren',
  mutedWords: 'blockchain',
  cadence: 'weekly',
  weekday: '5',
  hour: '21',
  timeZone: 'Asia/Tokyo',
  length: '20',
  threshold: 'everything',
  show: 'abstracts',
  pausedUntil: '2026-03-01',
};

describe('preferences', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.tables.close());

  it('are saved whole, at once, and move the reader to their new hour', async () => {
    const { manage, subscriber } = await bench.reader('whole@example.org');

    const saved = await bench.post(manage, { ...WHOLE, do: 'save' });

    const known = await bench.ports.subscribers.read(subscriber.id);
    const state = (await bench.rowsOf('whole@example.org')).find(({ sk }) => sk === 'STATE');
    expect(saved.status).toBe(200);
    expect(known?.subscriber.pausedUntil).toBe('2026-03-01');
    expect(await saved.text()).toMatch(/every Friday at 21:00 \(Asia\/Tokyo\).*no mail before 1 March 2026/s);
    expect(known?.profile.preferences).toEqual({
      topics: [
        { kind: 'category', category: 'cs.CL', weight: 2 },
        { kind: 'phrase', phrase: 'swifts in the air', weight: 0.5 },
        { kind: 'category', category: 'cs.RO', weight: 1 },
        { kind: 'phrase', phrase: 'galaxies that collide', weight: 1 },
      ],
      followedAuthors: ['Ada Lark', 'Ben Wren'],
      mutedWords: ['blockchain'],
      cadence: 'weekly',
      weekday: 5,
      hour: 21,
      timeZone: 'Asia/Tokyo',
      length: 20,
      threshold: 'everything',
      show: 'abstracts',
    });
    expect(state?.slot).toMatch(/^Asia\/Tokyo#21#/);
    expect(state).toMatchObject({ cadence: 'weekly', weekday: 5 });
    expect(await bench.ports.subscribers.slots()).toContainEqual({ timeZone: 'Asia/Tokyo', hour: 21 });
  });

  it('without mail take the reader out of what is due, and with mail put them back', async () => {
    const { manage } = await bench.reader('silent@example.org');
    const slotNow = async () =>
      (await bench.rowsOf('silent@example.org')).find(({ sk }) => sk === 'STATE')?.slot;

    await bench.post(manage, { ...WHOLE, cadence: 'none', do: 'save' });
    const without = await slotNow();
    await bench.post(manage, { ...WHOLE, cadence: 'daily', pausedUntil: '', do: 'save' });

    expect(without).toBeUndefined();
    expect(await slotNow()).toMatch(/^Asia\/Tokyo#21#/);
    expect(
      (await bench.ports.subscribers.state(bench.idOf('silent@example.org')))?.pausedUntil,
    ).toBeUndefined();
  });

  it.each(['bounce', 'complaint'] as const)('do not make a reader due again after a %s', async (reason) => {
    const { manage, subscriber } = await bench.reader(`${reason}@example.org`);
    await bench.ports.suppressions.suppress(subscriber.id, { reason, at: bench.now.toISOString() });

    const saved = await bench.post(manage, { ...WHOLE, do: 'save' });

    const text = await saved.text();
    expect(text).toContain('No mail goes to this address');
    expect(text).toContain('To undo that, write from it to digest@example.org.');
    expect((await bench.rowsOf(`${reason}@example.org`)).find(({ sk }) => sk === 'STATE')).not.toHaveProperty(
      'slot',
    );
  });

  it('can be saved when a pause is over, and ask for none again', async () => {
    const { manage } = await bench.reader('back-again@example.org', { pausedUntil: '2026-01-02' });

    const text = await (await bench.get(manage)).text();

    expect(/id="pausedUntil"[^>]*? value="([^"]*)"/.exec(text)?.[1]).toBe('');
  });

  it('call a model for a phrase once, whoever chooses it', async () => {
    const readers = [await bench.reader('first@example.org'), await bench.reader('second@example.org')];
    bench.embedded.length = 0;

    for (const { manage } of readers) await bench.post(manage, { phrases: 'proteins that fold', do: 'save' });
    for (const { manage } of readers) await bench.post(manage, { phrases: 'proteins that fold', do: 'save' });

    expect(bench.embedded).toEqual(['proteins that fold']);
    expect(await bench.ports.phrases.all()).toContain('proteins that fold');
  });

  it('are saved when the model does not answer', async () => {
    const { manage, subscriber } = await bench.reader('no-model@example.org');
    const { embed } = bench.ports.embedder;
    bench.ports.embedder.embed = async () => Promise.reject(new Error('down'));

    const saved = await bench.post(manage, { phrases: 'a phrase of its own', do: 'save' });
    bench.ports.embedder.embed = embed;

    expect(saved.status).toBe(200);
    expect((await bench.ports.subscribers.read(subscriber.id))?.profile.preferences.topics).toHaveLength(1);
  });

  it('are previewed without saving, and without a model', async () => {
    const { manage, subscriber } = await bench.reader(
      'tries@example.org',
      {},
      { topics: [{ kind: 'phrase', phrase: 'galaxies', weight: 1 }], threshold: 'everything' },
    );
    await bench.ports.embedder.embed(['galaxies', 'robots']);
    const before = await bench.rowsOf('tries@example.org');
    bench.embedded.length = 0;

    const same = await (await bench.post(manage, { topic: '~galaxies', weight: '1', do: 'preview' })).text();
    const other = await (
      await bench.post(manage, {
        topic: '~galaxies',
        weight: '0',
        phrases: 'robots\nnever heard of',
        do: 'preview',
      })
    ).text();

    expect(same).toMatch(/Finding \d+ about galaxies/);
    expect(same).toContain('The same as by what is saved now.');
    expect(same).toMatch(
      /Of the latest edition you would have been sent \d+ papers of the 40 that were read/,
    );
    expect(other).toMatch(/Finding \d+ about robots<\/a> <span class="chip">new/);
    expect(other).toMatch(/<h3>Dropped<\/h3>.*Finding \d+ about galaxies<\/a>/s);
    expect(other).toContain('“never heard of” is looked for by its words alone until it is saved');
    expect(same).not.toContain('by its words alone');
    expect(other).toContain('<button type="submit" form="choices" name="do" value="save">');
    expect(bench.embedded).toEqual([]);
    expect(await bench.rowsOf('tries@example.org')).toEqual(before);
    expect(await bench.ports.subscribers.read(subscriber.id)).toBeDefined();
  });

  it.each([
    ['length', '0'],
    ['length', '51'],
    ['length', 'many'],
    ['followedAuthors', 'X'],
    ['mutedWords', 'y'.repeat(101)],
    ['timeZone', 'Mars/Olympus'],
    ['pausedUntil', '2020-01-01'],
    ['pausedUntil', 'tomorrow'],
    ['phrases', 'z'.repeat(201)],
  ])('name a wrong %s (%s) beside it, keep what was typed, and change nothing', async (field, value) => {
    const address = `wrong-${field}-${value.length}-${value.slice(0, 3).replace(/\W/g, '')}@example.org`;
    const { manage } = await bench.reader(address);
    const before = await bench.rowsOf(address);

    const answer = await bench.post(manage, { ...WHOLE, [field]: value, do: 'save' });
    const text = await answer.text();

    expect(answer.status).toBe(422);
    expect(text).toContain(`id="${field}-problem"`);
    expect(text).toContain(`<a href="#${field}">`);
    expect(text).toMatch(new RegExp(`<[^>]* id="${field}"[^>]*>`));
    expect(text).toContain(value);
    expect(await bench.rowsOf(address)).toEqual(before);
  });

  it('are given back as they were typed when they were saved too often', async () => {
    const { manage, subscriber } = await bench.reader('too-often@example.org');
    const limit = { most: 40, seconds: 3_600 };
    for (let nth = 0; nth < 40; nth++)
      await bench.ports.limits.take(`saves#${subscriber.id}`, limit, bench.now);
    const before = await bench.rowsOf('too-often@example.org');

    const answer = await bench.post(manage, { ...WHOLE, do: 'save' });
    const text = await answer.text();

    expect(answer.status).toBe(429);
    expect(text).toContain('galaxies that collide');
    expect(text).toContain('Please try again in an hour.');
    expect(await bench.rowsOf('too-often@example.org')).toEqual(before);
  });

  it.each([
    { cadence: 'hourly' },
    { hour: '24' },
    { weekday: '8' },
    { threshold: 'x' },
    { show: '' },
    { weight: ['9', '1'] },
    { topic: ['~', '__proto__'] },
  ])('refuse or ignore what no form of ours sends: %o', async (fields) => {
    const { manage, subscriber } = await bench.reader('forged@example.org');

    const answer = await bench.post(manage, { ...WHOLE, ...fields, do: 'save' });

    expect([200, 422]).toContain(answer.status);
    expect(await bench.ports.subscribers.read(subscriber?.id ?? '')).toBeDefined();
  });
});
