import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  SendEmailCommand,
  SendRawEmailCommand,
} from '@aws-sdk/client-ses';
import { afterEach, describe, expect, test } from 'vitest';
import { sesControl } from '../../../../infra/local/embedded/ses/control.js';
import { type LocalSes, type SesOptions, startSes } from '../../../../infra/local/embedded/ses.js';
import { sesClient } from './clients.js';
import { rawSend } from './mails.js';

let ses: LocalSes | undefined;
let folder: string | undefined;

afterEach(async () => {
  await ses?.close();
  if (folder) await rm(folder, { recursive: true });
  ses = undefined;
  folder = undefined;
});

async function start(options: SesOptions = {}, timeoutMs?: number) {
  ses = await startSes(options);
  return { ses, client: sesClient(ses.endpoint, timeoutMs) };
}

async function startWithMailbox(options: SesOptions = {}) {
  folder = await mkdtemp(join(tmpdir(), 'ses-'));
  return { folder, ...(await start({ ...options, mailboxDir: folder })) };
}

describe('an accepted mail', () => {
  test('is kept byte for byte but for what SES writes itself', async () => {
    const { client, folder } = await startWithMailbox();
    const headers = [
      'Date: Thu, 01 Jan 1970 00:00:00 +0000',
      'Message-ID: <mine@example.com>',
      'List-Unsubscribe: <https://example.com/u/1>,',
      ' <mailto:leave@example.com>',
      'X-SES-MESSAGE-TAGS: edition=2026-01-22',
      'Bcc: secret@example.org',
    ];

    const { MessageId } = await client.send(rawSend({ headers }));

    const file = (await readdir(folder)).find((name) => name.endsWith('.eml')) ?? '';
    const kept = await readFile(join(folder, file), 'utf8');
    expect(kept).toContain(`Message-ID: <${MessageId}@email.amazonses.com>\r\n`);
    expect(kept).toContain('List-Unsubscribe: <https://example.com/u/1>,\r\n <mailto:leave@example.com>\r\n');
    expect(kept).not.toMatch(/mine@example|Jan 1970|X-SES|secret@/);
    expect(kept.endsWith('\r\n\r\nA paper.\r\n')).toBe(true);
  });

  test('has its envelope, tags and answer in the audit, in the process and over HTTP', async () => {
    const { ses, client } = await start();

    await client.send(
      rawSend({ to: 'eve@example.org', subject: '=?utf-8?q?Caf=C3=A9?=', tags: { subscriber: 's1' } }),
    );

    const [mail] = ses.accepted();
    expect(mail).toMatchObject({
      destinations: ['eve@example.org'],
      source: 'digest@example.com',
      tags: { subscriber: 's1' },
      configurationSet: 'digest',
      subject: 'Café',
      answer: 'ok',
    });
    expect(await sesControl(ses.endpoint).accepted()).toEqual([mail]);
  });

  test('may name its recipients in its header only', async () => {
    const { ses, client } = await start();
    const raw =
      'From: a@example.com\nTo: "B, C" <b@example.org>, c@example.org\nBcc: d@example.org\n\nText\n';

    await client.send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(raw) } }));

    expect(ses.accepted()[0]?.destinations).toEqual(['b@example.org', 'c@example.org', 'd@example.org']);
  });

  test('of SendEmail becomes MIME', async () => {
    const { client, folder, ses } = await startWithMailbox();

    await client.send(
      new SendEmailCommand({
        Source: 'Digest <digest@example.com>',
        Destination: { ToAddresses: ['ada@example.org'] },
        Message: {
          Subject: { Data: 'Grüße' },
          Body: { Text: { Data: 'Text' }, Html: { Data: '<p>Html</p>' } },
        },
      }),
    );

    const file = (await readdir(folder)).find((name) => name.endsWith('.eml')) ?? '';
    expect(await readFile(join(folder, file), 'utf8')).toContain('multipart/alternative');
    expect(ses.accepted()[0]).toMatchObject({ subject: 'Grüße', destinations: ['ada@example.org'] });
  });
});

describe('a wrong request is refused as SES refuses it', () => {
  test.each([
    ['no domain', rawSend({ to: 'ada' }), 'InvalidParameterValue', /Missing final '@domain'/],
    ['a tag with a space', rawSend({ tags: { a: 'b c' } }), 'InvalidParameterValue', /alphanumeric/],
    [
      'a line of 1,200 bytes',
      rawSend({ headers: ['', 'x'.repeat(1_200)] }),
      'InvalidParameterValue',
      /too long/,
    ],
    ['two subjects', rawSend({ headers: ['Subject: b'] }), 'InvalidParameterValue', /Duplicate header/],
    [
      'an unknown configuration set',
      rawSend({ configurationSet: 'other' }),
      'ConfigurationSetDoesNotExist',
      /other/,
    ],
  ])('%s', async (_, command, name, message) => {
    const { ses, client } = await start({ configurationSets: ['digest'] });

    const sending = client.send(command);

    await expect(sending).rejects.toMatchObject({
      name: expect.stringContaining(name),
      message: expect.stringMatching(message),
    });
    expect(ses.accepted()).toEqual([]);
  });

  test('an unknown action', async () => {
    const { ses } = await start();
    const response = await fetch(ses.endpoint, { method: 'POST', body: 'Action=SendBulk' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<Code>InvalidAction</Code>');
  });

  test('a plan whose shares exceed all', async () => {
    await expect(startSes({ plan: { faults: { throttle: 0.7, reject: 0.7 } } })).rejects.toThrow(/at most 1/);
  });
});

describe('limits', () => {
  test('the rate holds in any one-second window, and quota and use are told', async () => {
    let now = Date.parse('2026-01-22T07:00:00Z');
    const { ses, client } = await start({ plan: { maxSendRate: 2, max24HourSend: 50 }, now: () => now });
    await client.send(rawSend());
    now += 900;
    await client.send(rawSend());

    await expect(client.send(rawSend())).rejects.toMatchObject({
      name: 'Throttling',
      message: 'Maximum sending rate exceeded.',
    });
    now += 100;
    await client.send(rawSend());
    await expect(client.send(rawSend())).rejects.toMatchObject({ name: 'Throttling' });

    expect(await client.send(new GetSendQuotaCommand({}))).toMatchObject({
      Max24HourSend: 50,
      MaxSendRate: 2,
      SentLast24Hours: 3,
    });
    expect(ses.tally()).toEqual({ accepted: 3, 'rate-exceeded': 2 });
  });

  test('a spent quota says so until its window has passed', async () => {
    let now = Date.parse('2026-01-22T07:00:00Z');
    const { client } = await start({ plan: { max24HourSend: 1 }, now: () => now });
    await client.send(rawSend());

    await expect(client.send(rawSend())).rejects.toMatchObject({
      name: 'Throttling',
      message: 'Daily message quota exceeded.',
    });
    now += 86_400_000;
    await client.send(rawSend());
  });
});

describe('faults', () => {
  test.each([
    ['throttle', { name: 'Throttling' }, false],
    ['reject', { name: 'MessageRejected' }, false],
    ['error-before', { $metadata: expect.objectContaining({ httpStatusCode: 503 }) }, false],
    ['error-after', { $metadata: expect.objectContaining({ httpStatusCode: 500 }) }, true],
    ['reset-before', { code: 'ECONNRESET' }, false],
    ['reset-after', { code: 'ECONNRESET' }, true],
    ['timeout-before', { name: 'TimeoutError' }, false],
    ['timeout-after', { name: 'TimeoutError' }, true],
  ] as const)('%s', async (fault, problem, accepted) => {
    const { ses, client } = await start({}, 500);
    ses.setPlan({ script: [fault] });

    await expect(client.send(rawSend())).rejects.toMatchObject(problem);

    expect(ses.accepted().map(({ answer }) => answer)).toEqual(accepted ? [fault] : []);
    await client.send(rawSend());
    expect(ses.tally()).toMatchObject({ [fault]: 1, accepted: accepted ? 2 : 1 });
  });

  test('come by seed, whatever the order of sending', async () => {
    const plan = { seed: 7, faults: { throttle: 0.3 } };
    const people = Array.from({ length: 60 }, (_, index) => `reader${index}@example.org`);
    const throttled = async (order: string[]) => {
      const { ses, client } = await start({ plan });
      const endings = await Promise.allSettled(order.map((to) => client.send(rawSend({ to }))));
      await ses.close();
      return order.filter((_, index) => endings[index]?.status === 'rejected').sort();
    };

    const first = await throttled(people);
    const second = await throttled(people.toReversed());

    expect(second).toEqual(first);
    expect(first.length).toBeGreaterThan(8);
    expect(first.length).toBeLessThan(30);
  });

  test('can be set over HTTP while it runs', async () => {
    const { ses, client } = await start();
    await sesControl(ses.endpoint).setPlan({ script: ['throttle'] });
    await expect(client.send(rawSend())).rejects.toMatchObject({ name: 'Throttling' });
    expect(await sesControl(ses.endpoint).tally()).toEqual({ throttle: 1 });
  });
});

test('in sink mode sends are only counted, and the quota is answered still', async () => {
  const { ses, client } = await start({ plan: { sink: true } });
  await client.send(rawSend());
  const quota = await client.send(new GetSendQuotaCommand({}));
  expect(ses.tally()).toEqual({ accepted: 1 });
  expect(ses.accepted()).toEqual([]);
  expect(quota.SentLast24Hours).toBe(0);
});

test('every identity is verified', async () => {
  const { client } = await start();
  const answer = await client.send(
    new GetIdentityVerificationAttributesCommand({ Identities: ['example.com'] }),
  );
  expect(answer.VerificationAttributes?.['example.com']?.VerificationStatus).toBe('Success');
});
