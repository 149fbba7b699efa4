import { z } from 'zod';
import { web } from '../../../functions/web/index.js';
import { parseAs } from '../../../shared/parse.js';

const WARM = 20;

const Request = z.object({ path: z.string(), body: z.string(), expected: z.string() });

/** Asks the web for a preview as the first thing it does, and then again, and tells how many milliseconds that took. */
process.once('message', async (message) => {
  const { path, body, expected } = parseAs(Request, message, 'request');
  const app = await web();
  const preview = async () => {
    const answer = await app.request(path, {
      method: 'POST',
      body,
      headers: {
        'Sec-Fetch-Site': 'same-origin',
        'Content-Type': 'application/x-www-form-urlencoded',
      },
    });
    const text = await answer.text();
    if (!answer.ok || !text.replace(/\s+/g, ' ').includes(expected))
      throw new Error(`expected a preview, got ${answer.status}`);
    return text.length;
  };
  const cpu = process.cpuUsage();
  const began = performance.now();
  const bytes = await preview();
  const cold = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  for (let nth = 0; nth < WARM; nth++) await preview();
  const warm = (performance.now() - began - cold) / WARM;
  process.send?.({ cold, coldCpu: (user + system) / 1_000, warm, bytes }, () => process.exit());
});
