import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { parseJsonAs } from '../../shared/parse.js';

const HEADER =
  'address,topics,cadence,hour,time_zone,consent_confirmed_at,consent_form,consent_text_version\n';
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo'];
/** One line in so many is wrong. */
const BAD_EVERY = 100;

/** Adds `import`: what it takes to import many subscribers by the operator's own command. */
export function addImport(program: Command): void {
  program
    .command('import')
    .description('imports a file of subscribers twice, one line in a hundred of it wrong')
    .option('--lines <N>', 'lines in the file', Number, 100_000)
    .option('--json', 'the figures as JSON')
    .action(async ({ lines, json }: { lines: number; json?: true }) => {
      const folder = await mkdtemp(join(tmpdir(), 'bench-import-'));
      try {
        const file = join(folder, 'readers.csv');
        await pipeline(Readable.from(rows(lines)), createWriteStream(file));
        const first = await importOnce(file, folder);
        const again = await importOnce(file, folder);
        if (json) console.log(JSON.stringify({ lines, first, again }));
        else console.table({ first, again });
      } finally {
        await rm(folder, { recursive: true });
      }
    });
}

function* rows(count: number): Generator<string> {
  yield HEADER;
  for (let nth = 0; nth < count; nth++) {
    const address = nth % BAD_EVERY === 0 ? `reader-${nth}` : `reader-${nth}@example.org`;
    const zone = ZONES[nth % ZONES.length];
    yield `${address},cs.LG; a phrase of ${nth % 5_000},daily,${nth % 24},${zone},2026-01-01T10:00:00Z,old list,1\n`;
  }
}

const Told = z.object({ added: z.int(), known: z.int(), bad: z.array(z.unknown()) });

/** Runs the command in a process of its own over a fresh, or the same, folder of data. */
async function importOnce(file: string, folder: string) {
  const began = performance.now();
  const words = ['--json', '--data', join(folder, 'data'), 'subscribers', 'import', file];
  const child = spawn(process.execPath, [
    '--import',
    'tsx',
    '--import',
    './test/bench/tell-peak.ts',
    'infra/ops/main.ts',
    ...words,
  ]);
  const [told, said] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  const { added, known, bad } = parseJsonAs(Told, told, 'what import told');
  const peakMb = Math.round(Number(said.trim().split('\n').at(-1)) / 2 ** 20);
  return { added, known, bad: bad.length, seconds: Math.round((performance.now() - began) / 1_000), peakMb };
}
