import type { Bill, BillLine } from './bill.js';
import type { Load } from './load.js';
import { PRICES_AS_OF } from './prices.js';

/** From so many US dollars a line is worth showing. */
const SHOWN_FROM = 0.005;

/** A bill as a person reads it: a line for each thing that costs, then what it comes to beside SES alone. */
export function tableOf({ monthly, ratio, lines, modelCallsPerSubscriber, mails }: Bill, load: Load): string {
  const shown = lines.filter(({ usdWithoutFree }) => usdWithoutFree >= SHOWN_FROM);
  const rows = shown.map((line) => [
    line.service,
    line.what,
    amount(line.quantity),
    dollars(line.usd),
    dollars(line.usdWithoutFree),
    mostlyBy(line),
  ]);
  const sums = [
    ['', 'a month', '', dollars(monthly.total), dollars(monthly.withoutFreeTiers), ''],
    ['', 'what SES alone would charge', '', dollars(monthly.sesFloor), dollars(monthly.sesFloor), ''],
  ];
  const head = ['', '', 'quantity', 'USD', 'no free tier', 'mostly in'];
  return [
    `${load.subscribers} subscribers, ${load.papers} papers on ${load.paperDays} days: ${amount(mails)} mails a month; list prices of ${PRICES_AS_OF}`,
    '',
    ...aligned([head, ...rows, ...sums]),
    '',
    ratio === undefined
      ? 'Without mails there is nothing to compare with.'
      : `${ratio.toFixed(4)} times SES alone.`,
    `${modelCallsPerSubscriber} calls of a model for each digest.`,
  ].join('\n');
}

function mostlyBy({ by }: BillLine): string {
  return Object.entries(by).sort(([, one], [, other]) => other - one)[0]?.[0] ?? '';
}

function dollars(usd: number): string {
  return usd.toFixed(2);
}

function amount(quantity: number): string {
  return quantity.toLocaleString('en-US', { maximumFractionDigits: quantity < 100 ? 2 : 0 });
}

/** Columns 3 to 5 are numbers and stand to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column >= 2 && column <= 4 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}
