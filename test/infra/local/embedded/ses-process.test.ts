import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { sesControl } from '../../../../infra/local/embedded/ses/control.js';
import { parseJsonAs } from '../../../../shared/parse.js';
import { sesClient } from './clients.js';
import { rawSend } from './mails.js';

test('it runs as a process of its own, and is asked over HTTP', async () => {
  const ses = spawn(process.execPath, ['--import', 'tsx', 'infra/local/embedded/ses/main.ts'], {
    env: { ...process.env, SES_PLAN: '{"script":["throttle"]}' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(ses.stdout, 'data');
    const { endpoint } = parseJsonAs(z.object({ endpoint: z.url() }), String(line), 'first line');
    const client = sesClient(endpoint);

    await expect(client.send(rawSend())).rejects.toMatchObject({ name: 'Throttling' });
    const { MessageId } = await client.send(rawSend());

    const control = sesControl(endpoint);
    await control.settled();
    expect((await control.accepted()).map(({ messageId }) => messageId)).toEqual([MessageId]);
    expect((await control.events()).map(({ eventType }) => eventType)).toEqual(['Send', 'Delivery']);
  } finally {
    ses.kill('SIGTERM');
  }
  expect((await once(ses, 'exit'))[0]).toBe(0);
});
