import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { missedBars } from './bars.js';
import { bundleWorkers } from './bundle.js';
import type { RunResult } from './result.js';
import { runFaults } from './run.js';
import { SCENARIOS, type ScenarioName, scenarioOf } from './scenario.js';
import { reporter, summary, totalsOf } from './tell.js';

const whole = (text: string): number => {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('expected a whole number.');
  return Number(text);
};
const atLeastOne = (text: string): number => {
  if (whole(text) === 0) throw new InvalidArgumentError('expected at least 1.');
  return whole(text);
};
const share = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('expected a share from 0 to 1.');
  return value;
};

interface Options {
  subscribers: number;
  seeds: number;
  firstSeed: number;
  kills?: number;
  eventLoss: number;
  eventDouble: number;
  rate?: number;
  scenario: ScenarioName;
  json: boolean;
}

const program = new Command('faults')
  .description(
    'Runs an edition through the real handlers as processes on embedded services, kills them on the way, and ' +
      'audits what SES accepted against who was to get it. 30 % of the sends are throttled, 5 % time out, half of ' +
      'these after acceptance. Exits with 1 when a bar is missed.',
  )
  .option('--subscribers <n>', 'readers in each run', atLeastOne, 200)
  .option('--seeds <k>', 'runs, each with a seed of its own', atLeastOne, 2)
  .option('--first-seed <n>', 'the seed of the first run', whole, 1)
  .option('--kills <n>', 'processes that are killed in each run (default: 20)', whole)
  .option('--event-loss <p>', 'share of the SES events that are lost', share, 0)
  .option('--event-double <p>', 'share of the SES events that come twice', share, 0)
  .option(
    '--rate <n>',
    'mails that the account may send in a second (default: as many as it can)',
    atLeastOne,
  )
  .addOption(
    new Option('--scenario <name>', 'what happens beside the kills').choices(SCENARIOS).default('kills'),
  )
  .option('--json', 'print one JSON document', false)
  .allowExcessArguments(false)
  .parse();

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const options = program.opts<Options>();
const scenario = scenarioOf(options.scenario, options);
const files = await bundleWorkers(`main-${process.pid}`);
const runs: (RunResult & { missed: string[] })[] = [];
for (let run = 0; run < options.seeds; run++) {
  const seed = options.firstSeed + run;
  const result = await runFaults(scenario, seed, files, reporter(`seed ${seed}`));
  const judged = { ...result, missed: missedBars(result, scenario) };
  runs.push(judged);
  process.stderr.write(`${summary(judged)}\n`);
}
await rm(dirname(files.deliver), { recursive: true });
const totals = totalsOf(runs);
if (options.json) process.stdout.write(`${JSON.stringify({ runs, totals }, null, 2)}\n`);
else process.stdout.write(`${JSON.stringify(totals)}\n`);
process.exitCode = totals.missed.length > 0 ? 1 : 0;
