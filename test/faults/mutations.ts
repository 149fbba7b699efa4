/** A fault put into the product's own text, in copies of its modules only: the harness must see it. */
export interface Mutation {
  name: string;
  changes: readonly { file: string; from: string; to: string }[];
}

export const mutations = {
  'sdk-retries-on': {
    name: 'SDK retries on',
    changes: [{ file: 'shared/mail/send.ts', from: 'maxAttempts: 1', to: 'maxAttempts: 3' }],
  },
  'claim-removed': {
    name: 'claim removed',
    changes: [
      {
        file: 'shared/stores/subscribers.ts',
        from: "held === undefined ? 'attribute_not_exists(#s.#c)' : '#s.#c.attempt = :held',",
        to: "'(attribute_exists(pk) OR #s.#c.attempt = :held)',",
      },
    ],
  },
} as const satisfies Record<string, Mutation>;
export type MutationName = keyof typeof mutations;
