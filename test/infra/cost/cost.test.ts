import { beforeAll, describe, expect, it } from 'vitest';
import { type Bill, billFor } from '../../../infra/cost/bill.js';
import { type Consumption, countConsumption } from '../../../infra/cost/count.js';
import type { Load } from '../../../infra/cost/load.js';
import { type Standing, standingOf } from '../../../infra/cost/standing.js';
import { tableOf } from '../../../infra/cost/table.js';
import { progressReporter } from '../../../infra/local/progress.js';

/** Milliseconds are not what this tests: each part gets what it took where it was measured, and more. */
const CPU_MS = { mail: 10, event: 3, view: 20, tick: 600, paper: 12 };

const load = (subscribers: number, papers: number): Load => ({
  subscribers,
  papers,
  paperDays: 22,
  rate: 50,
  workers: 2,
  slots: 24,
  viewsPerMail: 0.05,
  receipts: false,
});

let counted: Consumption;
let standing: Standing;
const bill = (subscribers: number, papers: number): Bill =>
  billFor(counted, load(subscribers, papers), standing);

beforeAll(async () => {
  standing = standingOf('sample');
  const { mail, events, view, idleTick, edition, ...others } = await countConsumption(
    { readers: 60, papers: [10, 30] },
    progressReporter(undefined),
  );
  counted = {
    ...others,
    mail: { ...mail, cpuMs: CPU_MS.mail },
    events: {
      Send: { ...events.Send, cpuMs: CPU_MS.event },
      Delivery: { ...events.Delivery, cpuMs: CPU_MS.event },
    },
    view: { ...view, cpuMs: CPU_MS.view },
    idleTick: { ...idleTick, each: { ...idleTick.each, cpuMs: CPU_MS.tick / 24 } },
    edition: {
      ...edition,
      compile: { ...edition.compile, each: { ...edition.compile.each, cpuMs: CPU_MS.paper } },
    },
  };
}, 180_000);

describe('a mail', () => {
  it('takes two writes, its claim and its line, and a share of the turns’', () => {
    expect(counted.mail.writes).toBeGreaterThanOrEqual(2);
    expect(counted.mail.writes).toBeLessThanOrEqual(2.25);
  });

  it('takes a read that may lag, and one for each that has voted', () => {
    expect(counted.mail.reads).toBeLessThanOrEqual(1);
  });

  it('takes three tenths of a request to the queue, and no index', () => {
    expect(counted.mail.queueCalls + 0.1).toBeLessThanOrEqual(0.31);
  });

  it('asks no model, nor does a worker that starts', () => {
    expect(counted.mail.modelCalls + counted.worker.modelCalls).toBe(0);
    expect(bill(100, 600).modelCallsPerSubscriber).toBe(0);
  });

  it('that SES has taken is half a read more, and one of which it tells that it arrived a write', () => {
    expect(counted.events.Send).toMatchObject({ reads: 0.5, writes: 0, invocations: 1 });
    expect(counted.events.Delivery).toMatchObject({ reads: 0, writes: 1, invocations: 1 });
  });
});

describe('an edition', () => {
  it('asks the model about papers, a few at a time, and embeds each', () => {
    const { each } = counted.edition.compile;

    expect(each.inputTokens).toBeGreaterThan(100);
    expect(each.outputTokens).toBeGreaterThan(30);
    expect(each.embeddedTokens).toBeGreaterThan(100);
    expect(each.modelCalls).toBeLessThan(0.4);
  });
});

describe('a month', () => {
  it('is the sum of its lines, each of its parts', () => {
    const { monthly, lines } = bill(5_000, 600);

    expect(lines.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(monthly.total, 6);
    expect(lines.reduce((sum, { usdWithoutFree }) => sum + usdWithoutFree, 0)).toBeCloseTo(
      monthly.withoutFreeTiers,
      6,
    );
    for (const { by, quantity } of lines) {
      expect(Object.values(by).reduce((sum, part) => sum + part, 0)).toBeCloseTo(quantity, 6);
    }
  });

  it('of 100,000 readers costs at most 1.05 times what SES alone would', () => {
    const { ratio, monthly } = bill(100_000, 600);

    expect(monthly.sesFloor).toBeCloseTo(300, 6);
    expect(ratio).toBeLessThanOrEqual(1.05);
  });

  it('of 100 readers costs at most 3 US dollars', () => {
    expect(bill(100, 600).monthly.total).toBeLessThanOrEqual(3);
  });

  it('of nobody costs at most 2, with papers or without', () => {
    expect(bill(0, 0).monthly.total).toBeLessThanOrEqual(2);
    expect(bill(0, 600).monthly.total).toBeLessThanOrEqual(2);
  });

  it('costs more where SES tells of each mail that arrives', () => {
    const told = billFor(counted, { ...load(100_000, 600), receipts: true }, standing);

    expect(told.monthly.total).toBeGreaterThan(bill(100_000, 600).monthly.total + 3);
  });

  it('is shown as a table with its sums', () => {
    const table = tableOf(bill(100_000, 600), load(100_000, 600));

    expect(table).toMatch(/SES +mails sent +3,000,000 +300\.00 +300\.00 +deliver/);
    expect(table).toMatch(/what SES alone would charge +300\.00/);
    expect(table).toMatch(/0 calls of a model for each digest/);
  });
});
