import { createHmac } from 'node:crypto';
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

const Lambda = z.object({ requestContext: z.object({ http: z.object({ sourceIp: z.string() }) }) });
const NodeServer = z.object({
  incoming: z.object({ socket: z.object({ remoteAddress: z.string() }) }),
});

/**
 * Names the network that a request comes from, without telling it: a keyed hash, the same for a whole /64 of IPv6.
 * @param key keeps the hash from being undone by trying all addresses
 * @param viewerHeader the header in which a CDN before us tells the reader's address and port; without a CDN none,
 * for anybody can send a header
 */
export function sourceOf(context: Context, key: string, viewerHeader: string | undefined): string {
  const address = networkOf(addressOf(context, viewerHeader));
  return createHmac('sha256', key).update(`source ${address}`).digest('base64url').slice(0, 16);
}

/** Behind a CDN the connection is the CDN's own. */
function addressOf(context: Context, viewerHeader: string | undefined): string {
  const lambda = Lambda.safeParse(context.env);
  if (lambda.success) {
    const viewer = viewerHeader === undefined ? undefined : context.req.header(viewerHeader);
    return viewer?.replace(/:\d+$/, '') ?? lambda.data.requestContext.http.sourceIp;
  }
  const server = NodeServer.safeParse(context.env);
  return server.success ? server.data.incoming.socket.remoteAddress : '';
}

function networkOf(address: string): string {
  const bare = address.replace(/^\[|\]$/g, '');
  return bare.includes(':') && !bare.includes('.') ? `${expanded(bare).slice(0, 4).join(':')}::/64` : bare;
}

function expanded(address: string): string[] {
  const [head = '', tail = ''] = address.split('::');
  const groups = (part: string) => part.split(':').filter((group) => group !== '');
  const [first, last] = [groups(head), groups(tail)];
  const zeros = Math.max(0, 8 - first.length - last.length);
  return [...first, ...Array.from({ length: zeros }, () => '0'), ...last];
}
