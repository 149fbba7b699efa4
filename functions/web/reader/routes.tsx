import { Hono } from 'hono';
import type { ReaderPorts } from '../ports.js';

/** What readers do about themselves: subscribe, choose, vote, pause, leave. */
export function readerRoutes(_ports: ReaderPorts): Hono {
  return new Hono();
}
