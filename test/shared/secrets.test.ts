import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readSecrets, secretText } from '../../shared/secrets.js';

const addressKey = 'a'.repeat(40);
const linkKeys = ['k'.repeat(40)];

describe('secrets in a file', () => {
  let folder: string;
  const fileOf = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return pathToFileURL(join(folder, name)).href;
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are read as they stand', async () => {
    const reference = await fileOf('whole', JSON.stringify({ addressKey, linkKeys, openAiApiKey: 'sk-1' }));

    expect(await readSecrets(reference)).toEqual({ addressKey, linkKeys, openAiApiKey: 'sk-1' });
  });

  it('sign links from the first day, with one key that only the address key can make', async () => {
    const first = await readSecrets(await fileOf('first', JSON.stringify({ addressKey })));
    const same = await readSecrets(await fileOf('same', JSON.stringify({ addressKey })));
    const other = await readSecrets(await fileOf('other', JSON.stringify({ addressKey: 'b'.repeat(40) })));

    expect(first.linkKeys).toEqual(same.linkKeys);
    expect(first.linkKeys).not.toEqual(other.linkKeys);
    expect(first.linkKeys[0]).not.toContain(addressKey);
  });

  it('are never quoted when they are wrong', async () => {
    const reference = await fileOf('wrong', JSON.stringify({ addressKey: 'too short', openAiApiKey: 7 }));

    const problem = await readSecrets(reference).catch((error: Error) => error.message);

    expect(problem).toContain('addressKey');
    expect(problem).not.toContain('too short');
  });
});

describe('secrets in Secrets Manager', () => {
  let server: Server;
  const asked: unknown[] = [];
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { SecretId } = JSON.parse(Buffer.concat(chunks).toString());
      asked.push(SecretId);
      const known = SecretId === 'research-digest/test';
      response.writeHead(known ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' });
      const answer = known
        ? { Name: SecretId, SecretString: JSON.stringify({ addressKey, linkKeys }) }
        : { __type: 'ResourceNotFoundException', message: 'no' };
      response.end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    vi.stubEnv(
      'AWS_ENDPOINT_URL_SECRETS_MANAGER',
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    );
    vi.stubEnv('AWS_REGION', 'us-east-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    server.close();
  });

  it('are asked for once, and again when they have grown old', async () => {
    const readTwice = async () => [
      await readSecrets('research-digest/test'),
      await readSecrets('research-digest/test'),
    ];

    const [first, second] = await readTwice();
    const askedAtOnce = asked.length;
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 6 * 60_000);
    await readTwice();
    vi.restoreAllMocks();

    expect(first).toEqual({ addressKey, linkKeys });
    expect(second).toEqual(first);
    expect(askedAtOnce).toBe(1);
    expect(asked).toHaveLength(2);
  });

  it('that are one text are asked for once too', async () => {
    const before = asked.length;
    const read = secretText('research-digest/test');

    const texts = [await read(), await read()];

    expect(texts).toEqual(Array(2).fill(JSON.stringify({ addressKey, linkKeys })));
    expect(asked).toHaveLength(before + 1);
  });

  it('that are not there are said to be missing', async () => {
    await expect(readSecrets('research-digest/none')).rejects.toThrow(
      'secrets: Secrets Manager answered ResourceNotFoundException',
    );
  });
});
