import { type Scenario, type ScenarioName, scenarioOf } from './scenario.js';

/** A fault put into the product's own text, in copies of its modules only: the harness must see it. */
export interface Mutation {
  /** What is wrong with the product then. */
  name: string;
  changes: readonly Change[];
  /** Under which the fault shows. */
  scenario: ScenarioName;
  /** By which figure. */
  shows: 'duplicated' | 'afterLeaving';
}

export interface Change {
  file: string;
  /** Stands there exactly once. */
  from: string;
  to: string;
}

export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'SDK retries on',
    changes: [{ file: 'shared/mail/send.ts', from: 'maxAttempts: 1', to: 'maxAttempts: 3' }],
    scenario: 'kills',
    shows: 'duplicated',
  },
  {
    name: 'claim removed',
    changes: [
      {
        file: 'shared/stores/subscribers.ts',
        from: "? 'attribute_not_exists(#s.#c)'",
        to: "? 'attribute_exists(pk)'",
      },
      {
        file: 'shared/stores/subscribers.ts',
        from: ": '#s.#c.attempt = :held'",
        to: ": '(attribute_exists(pk) OR #s.#c.attempt = :held)'",
      },
    ],
    scenario: 'double-delivery',
    shows: 'duplicated',
  },
  {
    name: 'event matching removed',
    changes: [
      {
        file: 'functions/mail-events/record.ts',
        from: 'return { subscriberId: subscriber, day: edition, attempt };',
        to: 'return undefined;',
      },
    ],
    scenario: 'kills',
    shows: 'duplicated',
  },
  {
    name: 'suppression check removed',
    changes: [
      {
        file: 'functions/deliver/claim.ts',
        from: "if (subscriber.suppressed) return { kind: 'skip', reason: 'suppressed' };",
        to: '',
      },
      {
        file: 'shared/stores/subscribers.ts',
        from: "'attribute_not_exists(#suppressed)',\n        '(",
        to: "'(attribute_exists(pk) OR attribute_not_exists(#suppressed))',\n        '(",
      },
    ],
    scenario: 'leaving',
    shows: 'afterLeaving',
  },
];

/** A small run without kills, in which the fault cannot but show. */
export function scenarioFor({ scenario }: Mutation): Scenario {
  return {
    ...scenarioOf(scenario, { subscribers: 24, kills: 0, rate: 8 }),
    workers: 1,
    throttle: 0,
    timeouts: 0,
    script: ['timeout-after', 'timeout-after', 'timeout-after'],
    ...(scenario === 'leaving' && { leavers: 12 }),
  };
}
