/** What the house consumes, as it is counted; money comes later. */
export const UNITS = [
  /** DynamoDB on demand: a read unit is 4 KB read consistently, a write unit 1 KB written, in a table or an index. */
  'reads',
  'writes',
  'tableCalls',
  /** Bytes of the rows that were put, as DynamoDB counts them. */
  'rowBytes',
  'queueCalls',
  'mails',
  'mailBytes',
  'modelCalls',
  'inputTokens',
  'outputTokens',
  'embeddedTokens',
  'invocations',
  /** Milliseconds of one whole processor. */
  'cpuMs',
  'logBytes',
  /** Metrics told, each time that each is. */
  'metrics',
  /** Bytes of HTTP bodies. */
  'answerBytes',
] as const;
export type Unit = (typeof UNITS)[number];
export type Units = Readonly<Record<Unit, number>>;

export const NOTHING: Units = Object.fromEntries(UNITS.map((unit) => [unit, 0])) as Record<Unit, number>;

/** `first + second × times`, unit by unit. */
export function plus(first: Units, second: Units, times = 1): Units {
  return mapped((unit) => first[unit] + second[unit] * times);
}

/** Unit by unit, `units × times`. */
export function scaled(units: Units, times: number): Units {
  return mapped((unit) => units[unit] * times);
}

/** What is fixed and what comes with each, from two counts; nothing is less than nothing. */
export function line(small: Counted, large: Counted): Line {
  const each = mapped((unit) =>
    Math.max(0, (large.units[unit] - small.units[unit]) / (large.count - small.count)),
  );
  return { each, fixed: mapped((unit) => Math.max(0, small.units[unit] - each[unit] * small.count)) };
}

/** What of `units` goes beyond `usual`. */
export function beyond(units: Units, usual: Units): Units {
  return mapped((unit) => Math.max(0, units[unit] - usual[unit]));
}

/** What is consumed in any case, and what comes with each. */
export interface Line {
  fixed: Units;
  each: Units;
}

/** What so many of something consumed. */
export interface Counted {
  count: number;
  units: Units;
}

function mapped(value: (unit: Unit) => number): Units {
  return Object.fromEntries(UNITS.map((unit) => [unit, value(unit)])) as Record<Unit, number>;
}
