import type { FunctionName } from '../house.js';
import { sources } from '../house.js';
import { ASSUMED } from './assumptions.js';
import type { Consumption } from './count.js';
import { type Load, monthOf, type Stretch } from './load.js';
import { PRICES, type Priced, SERVICES } from './prices.js';
import type { Standing } from './standing.js';
import type { Units } from './units.js';

const GB = 1_000_000_000;

/** Its own, and its vector's. */
const ROWS_A_PAPER = 2;

/** One thing that is paid for, in a month. */
export interface BillLine {
  service: string;
  what: string;
  quantity: number;
  /** Of it, what every account has free of charge for good. */
  free: number;
  /** US dollars, and what they would be without the free part. */
  usd: number;
  usdWithoutFree: number;
  /** Where it is consumed, in the same unit. */
  by: Readonly<Record<string, number>>;
}

/** What a month costs, in US dollars. */
export interface Bill {
  monthly: { total: number; sesFloor: number; withoutFreeTiers: number };
  /** The total by what SES alone would charge for the same mails; absent without mails. */
  ratio: number | undefined;
  ratioWithoutFreeTiers: number | undefined;
  /** Calls of a model in making and sending a digest. */
  modelCallsPerSubscriber: number;
  mails: number;
  lines: BillLine[];
}

/** At its start, and once more while it is warm. */
const READS_SECRETS = new Set<FunctionName>(['compile', 'deliver', 'mail-events', 'web']);

type Quantities = Readonly<Record<string, number>>;

/** What `load` costs in a month on a stage that has `standing`, from what its parts consume. */
export function billFor(consumption: Consumption, load: Load, standing: Standing): Bill {
  const month = monthOf(consumption, load);
  const quantities = quantitiesOf(consumption, month, load, standing);
  const lines = Object.entries(SERVICES).flatMap(([service, priced]) =>
    priced.map((name) => lineOf(service, name, quantities[name])),
  );
  const sum = (usd: (line: BillLine) => number) => lines.reduce((total, line) => total + usd(line), 0);
  const total = sum((line) => line.usd);
  const withoutFreeTiers = sum((line) => line.usdWithoutFree);
  const mails = month.deliver.units.mails;
  const sesFloor = sum((line) => (line.service === 'SES' ? line.usd : 0));
  return {
    monthly: { total, sesFloor, withoutFreeTiers },
    ratio: sesFloor > 0 ? total / sesFloor : undefined,
    ratioWithoutFreeTiers: sesFloor > 0 ? withoutFreeTiers / sesFloor : undefined,
    modelCallsPerSubscriber: consumption.mail.modelCalls + consumption.worker.modelCalls,
    mails,
    lines: lines.filter(({ quantity }) => quantity > 0),
  };
}

function lineOf(service: string, name: Priced, by: Quantities): BillLine {
  const { what, usd, per, free } = PRICES[name];
  const quantity = Object.values(by).reduce((sum, part) => sum + part, 0);
  const cost = (units: number) => (units * usd) / per;
  return {
    service,
    what,
    quantity,
    free: Math.min(free, quantity),
    usd: cost(Math.max(0, quantity - free)),
    usdWithoutFree: cost(quantity),
    by,
  };
}

/** A metric is paid for by the hours in which it is told. */
function metricMonths({ metrics }: Consumption, { subscribers, slots }: Load): Quantities {
  const hours = Math.min(24, subscribers, slots);
  const hoursOfBounces = Math.min(24, subscribers * ASSUMED.bounces);
  return {
    dispatch: metrics.idle + ((metrics.moving - metrics.idle) * hours) / 24,
    compile: metrics.edition / 24,
    'mail-events': (ASSUMED.bounceMetrics * hoursOfBounces) / 24,
  };
}

function quantitiesOf(
  consumption: Consumption,
  month: Record<FunctionName, Stretch>,
  load: Load,
  standing: Standing,
): Record<Priced, Quantities> {
  const { subscribers, papers, paperDays } = load;
  const days = ASSUMED.daysAMonth;
  const each = (value: (stretch: Stretch, name: FunctionName) => number): Quantities =>
    Object.fromEntries(
      (Object.entries(month) as [FunctionName, Stretch][]).map(([name, stretch]) => [
        name,
        value(stretch, name),
      ]),
    );
  const unit = (name: keyof Units) => each(({ units }) => units[name]);
  const gigabytes = storedGb(month, subscribers);
  const logged = each(({ units }, name) => {
    const platform = units.invocations * ASSUMED.platformLogBytes;
    return (
      (units.logBytes + platform + (name === 'web' ? units.invocations * ASSUMED.accessLogBytes : 0)) / GB
    );
  });
  return {
    mails: unit('mails'),
    // A digest has no attachment: its two parts are the message itself.
    attachments: {},
    writes: unit('writes'),
    reads: unit('reads'),
    stored: gigabytes,
    recoverable: gigabytes,
    invocations: unit('invocations'),
    gbSeconds: each(({ gbSeconds }) => gbSeconds),
    queueCalls: { ...unit('queueCalls'), polling: days * ASSUMED.emptyPollsADay },
    published: { 'mail-events': month['mail-events'].units.invocations },
    transitions: { edition: days * (3 + sources.length) },
    schedules: { dispatch: days * ASSUMED.ticksADay, edition: days },
    siteCalls: { web: month.web.units.invocations },
    dataOut: { web: month.web.units.answerBytes / GB },
    logged,
    logsKept: { all: Object.values(logged).reduce((sum, part) => sum + part, 0) },
    metrics: metricMonths(consumption, load),
    alarms: { stage: standing.alarms },
    dashboards: { stage: standing.dashboards },
    secrets: { stage: standing.secrets },
    secretReads: each(({ coldStarts }, name) => (READS_SECRETS.has(name) ? 2 * coldStarts : 0)),
    keyCalls: { tables: standing.tables * days * ASSUMED.keyCallsADay },
    zones: { stage: standing.zones },
    inputTokens: unit('inputTokens'),
    outputTokens: unit('outputTokens'),
    embeddedTokens: unit('embeddedTokens'),
  };

  function storedGb({ collect, compile, deliver }: typeof month, readers: number): Quantities {
    const rows = papers * paperDays * ROWS_A_PAPER;
    const made = collect.units.rowBytes + compile.units.rowBytes + rows * ASSUMED.bytesBesideRow;
    const ledger = deliver.units.rowBytes + deliver.units.mails * ASSUMED.bytesBesideRow;
    return {
      papers: (made * ASSUMED.monthsOfPapers) / GB,
      ledger: (ledger * ASSUMED.ledgerDays) / days / GB,
      readers: (readers * ASSUMED.readerBytes) / GB,
    };
  }
}
