import { DUE_INDEX } from '../shared/stores/slots.js';

/**
 * What the house consists of, written once: `infra/aws` and `infra/local` both build from it.
 * Times are in seconds.
 */

/** A DynamoDB table with string keys `pk` and `sk`; rows with `expiresAt` (seconds since 1970) go away then. */
export interface TableSpec {
  readonly indexes: readonly {
    name: string;
    partitionKey: string;
    sortKey: string;
    attributes: readonly string[];
  }[];
}

export const tables = {
  /** Papers, vectors, editions; of people their phrases alone, without whose they are. */
  content: { indexes: [] },
  /** People, preferences, deliveries, and the runs that serve them. */
  subscribers: {
    indexes: [{ name: DUE_INDEX, partitionKey: 'slot', sortKey: 'id', attributes: ['cadence', 'weekday'] }],
  },
} as const satisfies Record<string, TableSpec>;
export type TableName = keyof typeof tables;

export interface QueueSpec {
  readonly visibilityTimeout: number;
  readonly maxReceiveCount: number;
}

export const queues = {
  /** One message for each subscriber and edition. Hidden for longer than deliver may run. */
  deliveries: { visibilityTimeout: 180, maxReceiveCount: 5 },
} as const satisfies Record<string, QueueSpec>;
export type QueueName = keyof typeof queues;

/** The Lambdas: `entry` is the module that exports `handler`. */
export interface FunctionSpec {
  readonly entry: string;
  readonly timeout: number;
  readonly memoryMb: number;
}

export const functions = {
  collect: { entry: 'functions/collect/index.ts', timeout: 900, memoryMb: 512 },
  compile: { entry: 'functions/compile/index.ts', timeout: 900, memoryMb: 2048 },
  dispatch: { entry: 'functions/dispatch/index.ts', timeout: 900, memoryMb: 512 },
  deliver: { entry: 'functions/deliver/index.ts', timeout: 120, memoryMb: 512 },
  /** Invoked by SNS without a queue between: Lambda tries again by itself, and then puts the event on a dead-letter queue. */
  'mail-events': { entry: 'functions/mail-events/index.ts', timeout: 30, memoryMb: 256 },
  /** Behind the HTTP API, which waits for half a minute at most. */
  web: { entry: 'functions/web/index.ts', timeout: 29, memoryMb: 1024 },
} as const satisfies Record<string, FunctionSpec>;
export type FunctionName = keyof typeof functions;

/** The sources, each collected by itself. */
export const sources = ['arxiv', 'huggingface'] as const;
