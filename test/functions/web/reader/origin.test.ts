import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { type Origin, originOf } from '../../../../functions/web/reader/origin.js';

const KEY = 'k'.repeat(32);
const SECRET = 's'.repeat(64);

/** The origin of a request that the CDN hands on for an address. */
async function originOfViewer(viewer: string): Promise<Origin> {
  const app = new Hono().get('/', (context) => context.json(originOf(context, KEY, SECRET)));
  const headers = { 'CloudFront-Viewer-Address': viewer, 'X-Cdn-Secret': SECRET };
  const answer = await app.request('/', { headers }, { requestContext: { http: { sourceIp: '192.0.2.1' } } });
  return (await answer.json()) as Origin;
}

describe('two readers', () => {
  it.each([
    ['at one address', '198.51.100.7:4711', '198.51.100.7:4712', true, true],
    ['at one address, told as IPv6 too', '198.51.100.7:4711', '[::ffff:198.51.100.7]:4711', true, true],
    ['in one /24', '198.51.100.7:4711', '198.51.100.201:4711', false, true],
    ['in two /24', '198.51.100.7:4711', '198.51.101.7:4711', false, false],
    ['in one /64', '[2001:db8:1:2::7]:4711', '2001:db8:1:2:9:9:9:9:4711', true, true],
    ['in one /64, written otherwise', '[2001:db8:0:2::7]:1', '[2001:0db8::2:0:0:0:8]:1', true, true],
    ['in one /48', '[2001:db8:1:2::7]:4711', '[2001:db8:1:3::7]:4711', false, true],
    ['in two /48', '[2001:db8:1:2::7]:4711', '[2001:db8:2:2::7]:4711', false, false],
  ])('%s are counted together where they should be', async (_, one, other, source, network) => {
    const [first, second] = [await originOfViewer(one), await originOfViewer(other)];

    expect([first.source === second.source, first.network === second.network]).toEqual([source, network]);
  });

  it('are known by hashes that tell no address', async () => {
    const { source, network } = await originOfViewer('198.51.100.7:4711');

    expect([source, network]).toEqual([
      expect.stringMatching(/^[\w-]{16}$/),
      expect.stringMatching(/^[\w-]{16}$/),
    ]);
    expect(source).not.toBe(network);
  });
});
