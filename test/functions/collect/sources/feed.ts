import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answer of the feed; `cutAfter` breaks the connection after so many bytes, `hang` never ends it. */
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  cutAfter?: number;
  hang?: boolean;
}

export interface Feed {
  url: string;
  /** What was asked for, in order, with the time of arrival. */
  requests: { url: URL; at: number; headers: Record<string, unknown> }[];
  close(): void;
}

/** A loopback server that answers request number `index` (from 0) with `reply(url, index)`. */
export async function startFeed(reply: (url: URL, index: number) => Reply): Promise<Feed> {
  const requests: Feed['requests'] = [];
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://feed');
    requests.push({ url, at: performance.now(), headers: request.headers });
    const { status = 200, headers = {}, body = '', cutAfter, hang } = reply(url, requests.length - 1);
    const bytes = Buffer.from(body);
    response.writeHead(status, { ...headers, 'content-length': bytes.length });
    if (hang) response.write(bytes.subarray(0, 5));
    else if (cutAfter === undefined) response.end(bytes);
    else response.write(bytes.subarray(0, cutAfter), () => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** An entry as arXiv writes it. */
export function atomEntry(id: string, changes: Record<string, string> = {}): string {
  const { title = `Title of ${id}`, summary = 'An abstract.', comment = '', category = 'cs.AI' } = changes;
  return `<entry><id>http://arxiv.org/abs/${id}</id><title>${title}</title>
    <updated>2026-01-22T10:00:00Z</updated><published>2026-01-21T10:00:00Z</published><summary>${summary}</summary>
    <category term="${category}" scheme="http://arxiv.org/schemas/atom"/><category term="cs.LG"/><category term="I.2.7"/>
    ${comment && `<arxiv:comment>${comment}</arxiv:comment>`}<arxiv:primary_category term="${category}"/>
    <author><name>Ada Example</name></author></entry>`;
}

/** A page of arXiv's feed. */
export function atomFeed(entries: string[], total = entries.length): string {
  return `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"
    xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom">
    <opensearch:totalResults>${total}</opensearch:totalResults>${entries.join('\n')}</feed>`;
}

export const january22 = {
  day: '2026-01-22',
  since: new Date('2026-01-21T00:00:00Z'),
  until: new Date('2026-01-22T00:00:00Z'),
};
