/** When the prices below were last gone through. */
export const PRICES_AS_OF = '2026-11-25';

/** What something costs; `free` is what every account has of it each month for good, and not in its first year alone. */
export interface Price {
  readonly what: string;
  readonly usd: number;
  /** How many of it cost that. */
  readonly per: number;
  readonly free: number;
  /** The page of the provider that says so. */
  readonly page: string;
}

const MILLION = 1_000_000;
const aws = (what: string, usd: number, per: number, page: string, free = 0): Price => ({
  what,
  usd,
  per,
  free,
  page: `https://aws.amazon.com/${page}/`,
});
const openAi = (what: string, usd: number): Price => ({
  what,
  usd,
  per: MILLION,
  free: 0,
  page: 'https://developers.openai.com/api/docs/pricing',
});

/** Public list prices in US dollars, without tax: us-east-1, on demand, arm64. */
export const PRICES = {
  mails: aws('mails sent', 0.1, 1_000, 'ses/pricing'),
  attachments: aws('GB of attachments sent', 0.12, 1, 'ses/pricing'),
  writes: aws('write units', 0.625, MILLION, 'dynamodb/pricing/on-demand'),
  reads: aws('read units', 0.125, MILLION, 'dynamodb/pricing/on-demand'),
  stored: aws('GB-months stored', 0.25, 1, 'dynamodb/pricing/on-demand', 25),
  recoverable: aws('GB-months recoverable to any second', 0.2, 1, 'dynamodb/pricing/on-demand'),
  invocations: aws('invocations', 0.2, MILLION, 'lambda/pricing', MILLION),
  gbSeconds: aws('GB-seconds', 0.0000133334, 1, 'lambda/pricing', 400_000),
  queueCalls: aws('requests', 0.4, MILLION, 'sqs/pricing', MILLION),
  published: aws('events published', 0.5, MILLION, 'sns/pricing', MILLION),
  transitions: aws('state transitions', 0.025, 1_000, 'step-functions/pricing', 4_000),
  schedules: aws('scheduled starts', 1, MILLION, 'eventbridge/pricing', 14 * MILLION),
  siteCalls: aws('requests to the site', 1, MILLION, 'api-gateway/pricing'),
  dataOut: aws('GB to the internet', 0.09, 1, 'ec2/pricing/on-demand', 100),
  logged: aws('GB of logs taken in', 0.5, 1, 'cloudwatch/pricing', 5),
  logsKept: aws('GB-months of logs kept', 0.03, 1, 'cloudwatch/pricing', 0),
  metrics: aws('metric-months', 0.3, 1, 'cloudwatch/pricing', 10),
  alarms: aws('alarm-months', 0.1, 1, 'cloudwatch/pricing', 10),
  dashboards: aws('dashboard-months', 3, 1, 'cloudwatch/pricing', 3),
  secrets: aws('secret-months', 0.4, 1, 'secrets-manager/pricing'),
  secretReads: aws('reads of the secret', 0.05, 10_000, 'secrets-manager/pricing'),
  keyCalls: aws('calls of the AWS managed key', 0.03, 10_000, 'kms/pricing', 20_000),
  zones: aws('hosted zones', 0.5, 1, 'route53/pricing'),
  inputTokens: openAi('tokens of prompts, gpt-6-luna', 0.125),
  outputTokens: openAi('tokens of replies, gpt-6-luna', 0.5),
  embeddedTokens: openAi('tokens embedded, text-embedding-3-small', 0.02),
} as const satisfies Record<string, Price>;
export type Priced = keyof typeof PRICES;

/** The heading under which each is listed. */
export const SERVICES: Readonly<Record<string, readonly Priced[]>> = {
  SES: ['mails', 'attachments'],
  DynamoDB: ['writes', 'reads', 'stored', 'recoverable'],
  Lambda: ['invocations', 'gbSeconds'],
  SQS: ['queueCalls'],
  SNS: ['published'],
  'Step Functions': ['transitions'],
  Scheduler: ['schedules'],
  'API Gateway': ['siteCalls'],
  'Data transfer': ['dataOut'],
  CloudWatch: ['logged', 'logsKept', 'metrics', 'alarms', 'dashboards'],
  'Secrets Manager': ['secrets', 'secretReads'],
  KMS: ['keyCalls'],
  'Route 53': ['zones'],
  OpenAI: ['inputTokens', 'outputTokens', 'embeddedTokens'],
};
