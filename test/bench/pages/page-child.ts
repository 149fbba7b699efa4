import { z } from 'zod';
import { web } from '../../../functions/web/index.js';
import { parseAs } from '../../../shared/parse.js';
import { answerOnce } from '../answers.js';

const WARM = 20;

const Request = z.object({
  path: z.string(),
  /** A form to be posted. */
  body: z.string().optional(),
  /** What the answer must hold. */
  expected: z.string(),
});

// Asks the web for a page as the first thing it does, and then again, and tells how many milliseconds that took.
answerOnce(async (question) => {
  const { path, body, expected } = parseAs(Request, question, 'request');
  const app = await web();
  const ask = async () => {
    const answer = await app.request(path, {
      headers: {
        'Sec-Fetch-Site': 'same-origin',
        'Content-Type': 'application/x-www-form-urlencoded',
      },
      ...(body !== undefined && { method: 'POST', body }),
    });
    const text = await answer.text();
    if (!answer.ok || !text.replace(/\s+/g, ' ').includes(expected))
      throw new Error(`expected "${expected}" in the page, got ${answer.status}`);
    return Buffer.byteLength(text);
  };
  const first = await timed(ask);
  const warm = await timed(async () => {
    for (let nth = 0; nth < WARM; nth++) await ask();
  });
  return {
    coldMs: Math.round(first.ms),
    coldCpuMs: Math.round(first.cpuMs),
    warmMs: Math.round(warm.ms / WARM),
    warmCpuMs: Math.round(warm.cpuMs / WARM),
    bytes: first.made,
  };
});

async function timed<Made>(make: () => Promise<Made>) {
  const [cpu, began] = [process.cpuUsage(), performance.now()];
  const made = await make();
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  return { made, ms, cpuMs: (user + system) / 1_000 };
}
