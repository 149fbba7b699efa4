import { Hono } from 'hono';
import type { ReadingPorts } from '../ports.js';

/** What anybody can read without an account: editions, papers, topics, search, feeds. */
export function readingRoutes(_ports: ReadingPorts): Hono {
  return new Hono();
}
