import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';

/**
 * Refuses a form that a browser was led to post by another site. Browsers tell where a post comes from, in
 * `Sec-Fetch-Site` or, older ones, in `Origin`; what tells neither is no browser, and holds nobody's rights.
 * hono's own guard refuses those too, mailbox providers among them.
 */
export function ownFormsOnly(baseUrl: string) {
  const own = new URL(baseUrl).origin;
  return createMiddleware(async (context, next) => {
    const site = context.req.header('Sec-Fetch-Site');
    const origin = context.req.header('Origin');
    const foreign =
      site === undefined ? origin !== undefined && origin !== own : site !== 'same-origin' && site !== 'none';
    if (context.req.method === 'POST' && foreign) throw new HTTPException(403);
    await next();
  });
}

/** In which the CDN says that it is the CDN; it overwrites what a reader sends under this name. */
export const CDN_SECRET_HEADER = 'X-Cdn-Secret';
/** In which it tells the reader's address and port, as it overwrites too. */
const VIEWER_ADDRESS_HEADER = 'CloudFront-Viewer-Address';

const Lambda = z.object({ requestContext: z.object({ http: z.object({ sourceIp: z.string() }) }) });
const NodeServer = z.object({
  incoming: z.object({ socket: z.object({ remoteAddress: z.string() }) }),
});

/** Where a request comes from, as keyed hashes, which tell nobody's address. */
export interface Origin {
  /** An address of IPv4, or a /64 of IPv6, which is one household or one machine. */
  source: string;
  /** What is commonly in one hand around it: a /24, or a /48. */
  network: string;
}

/**
 * Where a request comes from.
 * @param key keeps the hashes from being undone by trying all addresses
 * @param cdnSecret what only the CDN before us knows; without one there is no CDN
 */
export function originOf(context: Context, key: string, cdnSecret: string | undefined): Origin {
  const { source, network } = networksOf(addressOf(context, cdnSecret));
  const hashed = (text: string) =>
    createHmac('sha256', key).update(`source ${text}`).digest('base64url').slice(0, 16);
  return { source: hashed(source), network: hashed(network) };
}

/** Behind a CDN the connection is the CDN's own; who is not the CDN can claim any address. */
function addressOf(context: Context, cdnSecret: string | undefined): string {
  const lambda = Lambda.safeParse(context.env);
  if (lambda.success) {
    const viewer = isFromCdn(context, cdnSecret) ? context.req.header(VIEWER_ADDRESS_HEADER) : undefined;
    return viewer?.replace(/:\d+$/, '') ?? lambda.data.requestContext.http.sourceIp;
  }
  const server = NodeServer.safeParse(context.env);
  return server.success ? server.data.incoming.socket.remoteAddress : '';
}

/** Compared by hashes, which are of one length, in a time that tells nothing of where they differ. */
function isFromCdn(context: Context, cdnSecret: string | undefined): boolean {
  const told = context.req.header(CDN_SECRET_HEADER);
  if (cdnSecret === undefined || told === undefined) return false;
  return timingSafeEqual(hash('sha256', told, 'buffer'), hash('sha256', cdnSecret, 'buffer'));
}

function networksOf(address: string): { source: string; network: string } {
  const bare = address.replace(/^\[|\]$/g, '');
  const ipv4 = /(\d+\.\d+\.\d+)\.\d+$/.exec(bare);
  if (ipv4) return { source: ipv4[0], network: `${ipv4[1]}.0/24` };
  const groups = expanded(bare);
  const network = (bits: number) => `${groups.slice(0, bits / 16).join(':')}::/${bits}`;
  return { source: network(64), network: network(48) };
}

function expanded(address: string): string[] {
  const [head = '', tail = ''] = address.split('::');
  const groups = (part: string) =>
    part.split(':').flatMap((group) => (group === '' ? [] : [group.replace(/^0+(?=.)/, '')]));
  const [first, last] = [groups(head), groups(tail)];
  const zeros = Math.max(0, 8 - first.length - last.length);
  return [...first, ...Array.from({ length: zeros }, () => '0'), ...last];
}
