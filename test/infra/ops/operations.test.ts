import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withNewLinkKey } from '../../../infra/ops/keys.js';
import { subscriberIdOf } from '../../../shared/address.js';
import { Preferences } from '../../../shared/domain/preferences.js';
import { Secrets } from '../../../shared/secrets.js';
import { EditionStore } from '../../../shared/stores/editions.js';
import { PhraseStore } from '../../../shared/stores/phrases.js';
import { RunStore } from '../../../shared/stores/runs.js';
import { SendingStore } from '../../../shared/stores/sending.js';
import { SubscriberStore } from '../../../shared/stores/subscribers.js';
import { renderCards } from '../../../templates/cards.js';
import { packCards } from '../../../templates/pack.js';
import { anEdition } from '../../support/editions.js';
import { mailsIn } from '../../support/mails.js';
import { anEditionPaper } from '../../support/papers.js';
import { ADDRESS_KEY, NOW, type OpsBench, startOps } from './ops.js';

const DAY = '2026-01-22';
const PAPER = 'arxiv:2601.00001';

describe('the operator', () => {
  let ops: OpsBench;
  beforeAll(async () => {
    ops = await startOps();
    const edition = anEdition(DAY, { papers: [anEditionPaper({ id: PAPER, categories: ['cs.LG'] })] });
    const packed = packCards(renderCards(edition));
    const vectors = [Float32Array.of(1, 0)];
    await new EditionStore(ops.house.content).publish(edition, { vectors, cards: packed, build: 'one' });
    await new SubscriberStore(ops.house.subscribers).add(
      {
        id: subscriberIdOf('ada@example.org', ADDRESS_KEY),
        address: 'ada@example.org',
        state: 'active',
        since: NOW.toISOString(),
        linkEpoch: 0,
      },
      {
        preferences: Preferences.parse({
          topics: [
            { kind: 'category', category: 'cs.LG' },
            { kind: 'phrase', phrase: 'swifts' },
          ],
        }),
      },
    );
  });
  afterAll(() => ops.close());

  it('is told by doctor that all is well, and with 1 what is not', async () => {
    const well = JSON.parse(await ops.run('--json', 'doctor'));
    const exitWell = process.exitCode;
    await ops.run('pause-all');
    const paused = await ops.run('doctor');

    expect(well.every(({ state }: { state: string }) => state === 'ok')).toBe(true);
    expect(exitWell).toBe(0);
    expect(paused).toMatch(/ACT\s+sending\s+paused by an operator/);
    expect(process.exitCode).toBe(1);
    await ops.run('resume-all');
  });

  it('stops all sending until it is to go on, whatever the quota does meanwhile', async () => {
    const sending = new SendingStore(ops.house.subscribers);

    await ops.run('pause-all');
    await sending.park(NOW.getTime() + 900_000);
    const held = await sending.take(1, 10, NOW.getTime() + 86_400_000);
    await ops.run('resume-all');

    expect(held.kind).toBe('parked');
    expect((await sending.take(1, 10, NOW.getTime())).kind).toBe('turns');
  });

  it('puts a paper forward with a line of why, and takes it back', async () => {
    await ops.run('edition', 'pick', DAY, PAPER, '--why', 'It is short.');
    const shown = JSON.parse(await ops.run('--json', 'edition', 'show', DAY));
    await ops.run('edition', 'unpick', DAY, PAPER);

    expect(shown.picks).toEqual({ [PAPER]: 'It is short.' });
    expect(JSON.parse(await ops.run('--json', 'edition', 'show', DAY)).picks).toEqual({});
    await expect(ops.run('edition', 'pick', DAY, 'arxiv:2601.99999', '--why', 'x')).rejects.toThrow(
      'no such paper',
    );
  });

  it('looks at the digest that a reader would get, and neither sends nor keeps anything', async () => {
    const told = await ops.run('preview', 'ada@example.org', '--out', ops.folder);

    expect(told).toContain(PAPER);
    expect(await readFile(join(ops.folder, 'preview.eml'), 'utf8')).toContain('To: ada@example.org');
    expect(await mailsIn(ops.mailboxDir)).toEqual([]);
    expect(await new PhraseStore(ops.house.content, () => NOW).all()).toEqual([]);
  });

  it('sends a test', async () => {
    await ops.run('send-test', 'op@example.org');

    expect((await mailsIn(ops.mailboxDir)).map(({ to }) => to)).toEqual(['op@example.org']);
  });

  it('puts dead deliveries on their queue again', async () => {
    const [dead] = ops.house.deadLetters;
    const QueueUrl = dead?.url ?? '';
    for (const MessageBody of ['one', 'two']) {
      await ops.house.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    }

    expect(JSON.parse(await ops.run('--json', 'redrive', '--dry-run'))).toEqual({
      messages: 2,
      moved: false,
    });
    expect(JSON.parse(await ops.run('--json', 'redrive'))).toEqual({ messages: 2, moved: true });
    expect(JSON.parse(await ops.run('--json', 'redrive', '--dry-run'))).toMatchObject({ messages: 0 });
  });

  it('makes an edition anew only where nobody was sent anything of it, and says yes', async () => {
    await expect(ops.run('edition', 'rebuild', DAY)).rejects.toThrow('--yes');
    const runs = new RunStore(ops.house.subscribers, () => NOW);
    await runs.open({ day: DAY, shard: 'UTC#07#0', openedAt: NOW.toISOString(), listed: false });

    await expect(ops.run('edition', 'rebuild', DAY, '--yes')).rejects.toThrow('stays as it is');
    expect(await ops.run('edition', 'rebuild', '2026-01-23')).toBe('made 2026-01-23');
  });

  it('rotates keys so that links of the last ones are read still, and readers keep their names', () => {
    const first = JSON.stringify({ addressKey: ADDRESS_KEY, openAiApiKey: 'sk' });
    const keysOf = (text: string) => Secrets.parse(JSON.parse(text));

    const once = withNewLinkKey(first, 'n'.repeat(32));

    expect(keysOf(once)).toMatchObject({ addressKey: ADDRESS_KEY, openAiApiKey: 'sk' });
    expect(keysOf(once).linkKeys).toEqual(['n'.repeat(32), ...keysOf(first).linkKeys]);
    let text = once;
    for (let time = 0; time < 10; time++) text = withNewLinkKey(text, String(time).repeat(32));
    expect(keysOf(text).linkKeys).toHaveLength(6);
  });
});

describe('npm run ops', () => {
  const ops = (...words: string[]) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'infra/ops/main.ts', ...words]).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      (error) => ({ code: Number(error.code), said: String(error.stderr) }),
    );

  it('explains itself, and ends with 2 for what makes no sense', async () => {
    const [help, nonsense, noDay] = await Promise.all([
      ops('--help'),
      ops('nonsense'),
      ops('edition', 'show', 'yesterday'),
    ]);

    expect(help).toMatchObject({ code: 0, said: expect.stringContaining('Examples:') });
    expect(nonsense).toMatchObject({ code: 2, said: expect.stringContaining('unknown command') });
    expect(noDay).toMatchObject({ code: 2, said: expect.stringContaining('expected a day') });
  });
});
