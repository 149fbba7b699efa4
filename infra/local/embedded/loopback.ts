import { once } from 'node:events';
import type { Server } from 'node:http';
import { z } from 'zod';
import { parseAs } from '../../../shared/parse.js';

/** Where an embedded server answers, and how to end it. */
export interface Embedded {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly endpoint: string;
  close(): Promise<void>;
}

const BoundAddress = z.object({ port: z.int().positive() });

/** Long, so that no client meets a connection that the server just closed: Node's own 5 s cause such resets. */
const KEEP_ALIVE_MS = 75_000;

/**
 * Lets `server` listen on 127.0.0.1 only, on `port` or, for 0, on a free one.
 * @returns its endpoint `http://127.0.0.1:PORT`
 * @throws the system's error (`EADDRINUSE`) when the port is taken
 */
export async function listenOnLoopback(server: Server, port = 0): Promise<string> {
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${parseAs(BoundAddress, server.address(), 'listening address').port}`;
}

/** Stops `server`, if it runs; open connections are cut, so that a client that hangs cannot keep it alive. */
export async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve, reject) => {
    server.close((problem) => (problem ? reject(problem) : resolve()));
    server.closeAllConnections();
  });
}
