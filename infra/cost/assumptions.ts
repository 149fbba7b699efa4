import { DELIVERED_AT_ONCE } from '../../shared/domain/delivery.js';

/** What cannot be counted on one machine and is assumed; `docs/cost.md` tells why. Times in ms where not said otherwise. */
export const ASSUMED = {
  daysAMonth: 30,
  /** arXiv announces on five days of seven. Source: "Availability of submissions", arXiv's help pages. */
  paperDaysAMonth: 22,
  /** Papers and editions are never deleted: the tables are as large as after so long. */
  monthsOfPapers: 12,
  ledgerDays: 90,
  /** A reader's rows: state, profile and index entry. */
  readerBytes: 2_000,
  /** DynamoDB charges so much beside each row. Source: "Item sizes and formats", DynamoDB developer guide. */
  bytesBesideRow: 100,
  /** One call and its answer, from a Lambda in the same region. */
  tableMs: 5,
  sesMs: 80,
  queueMs: 10,
  modelMs: 4_000,
  /** What a source takes, mostly by arXiv's wish to be asked once in three seconds. */
  sourceMs: 60_000,
  /** A cold start, billed since August 2025. */
  coldMs: 600,
  /** START, END and REPORT, with the 26 bytes that CloudWatch adds to each line. */
  platformLogBytes: 360,
  /** What each request leaves in the site's own log. */
  accessLogBytes: 200,
  /** Lambda's poller asks an empty queue so often: five long polls of 20 seconds at a time. */
  emptyPollsADay: (5 * 86_400) / 20,
  /** DynamoDB asks for the key of each table at most so often. */
  keyCallsADay: 86_400 / 300,
  /** Of the megabytes of memory that Lambda gives one whole processor for. */
  wholeProcessorMb: 1_769,
  ticksADay: 96,
  /** The share of mails that come back or are complained of, and how many metrics tell of such. */
  bounces: 0.02,
  bounceMetrics: 3,
  /** Between two looks at what is due. */
  tickSeconds: 900,
  /** Of the account's rate; see `shared/mail/pacer.ts`. */
  shareOfRate: 0.94,
  /** How many calls each function makes side by side. */
  atOnce: { collect: 8, compile: 8, dispatch: 1, deliver: DELIVERED_AT_ONCE, 'mail-events': 1, web: 1 },
  modelCallsAtOnce: 4,
} as const;
