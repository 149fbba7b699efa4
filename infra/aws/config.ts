import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { z } from 'zod';
import { isCategory } from '../../shared/domain/category.js';

/** Sentences for a person who edits a stage file; each mistake has its own. */
const says = {
  domain: 'name the domain that mail comes from and the site is at, such as digest.example.org',
  senderName: 'name the sender in 1 to 60 characters on one line',
  senderAddress: 'give the e-mail address that digests come from',
  postalAddress:
    'give the postal address that the law asks for in every mail, on one line of 10 to 200 characters',
  categories: 'name at least one category of arXiv, such as "cs.LG"',
  twice: 'name each category once',
  editionAt: 'give a time of day in UTC from "00:00" to "23:59"',
  workers: 'give a whole number from 2, the least that SQS takes, to 100',
  spendingCap: 'give the most that one edition may spend on summaries, from 0 to 100 US dollars',
  alarmAddress: 'give the e-mail address of the person whom alarms wake',
  logDays: 'give a number of days that CloudWatch knows, such as 7, 30 or 90',
  tracing: 'say true or false',
  receipts: 'say true or false',
  zoneId: 'give the id of the zone as Route 53 shows it, such as Z0123456789ABCDEFGHIJ',
  zoneName: 'name the domain of the zone, such as example.org',
  cdnSecretNumber: 'give a whole number from 1, one more than before to have a new secret made',
  certificate: 'give the ARN of a certificate in us-east-1, where alone the CDN looks for one',
  url: 'give an address that begins with http:// or https://',
} as const;

const DOMAIN = /^(?=.{4,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
// What is no domain or address at all is not compared with others: one mistake is told once.
const Domain = (error: string) => z.string({ error }).regex(DOMAIN, { error, abort: true });
const Address = (error: string) => z.email({ error, abort: true });
const Line = (error: string, least: number, most: number) =>
  z
    .string({ error })
    .trim()
    .min(least, { error })
    .max(most, { error })
    .regex(/^[^\p{Cc}]*$/u, { error });
const BaseUrl = z.url({ protocol: /^https?$/, error: says.url }).optional();

const Categories = z
  .array(z.string({ error: says.categories }), { error: says.categories })
  .min(1, { error: says.categories })
  .superRefine((codes, context) => {
    for (const code of codes.filter((code) => !isCategory(code))) {
      context.addIssue({ code: 'custom', message: `"${code}" is not a category of arXiv` });
    }
    if (new Set(codes).size < codes.length) context.addIssue({ code: 'custom', message: says.twice });
  });

const LogDays = z
  .int({ error: says.logDays })
  .refine((days): days is RetentionDays => days in RetentionDays && days <= 3653, { error: says.logDays });

const isWithin = (name: string, domain: string) => name === domain || name.endsWith(`.${domain}`);

/** What an operator decides for one stage; `docs/deploy.md` says what each is for. */
const StageFile = z
  .strictObject(
    {
      domain: Domain(says.domain),
      /** Where the DNS records are made; without it they are put out for the operator to make. */
      hostedZone: z
        .strictObject({
          id: z.string({ error: says.zoneId }).regex(/^Z[A-Z0-9]{3,31}$/, { error: says.zoneId }),
          name: Domain(says.zoneName),
        })
        .optional(),
      /** For the site under its own domain; without it the site is where AWS puts it. */
      certificateArn: z
        .string({ error: says.certificate })
        .regex(/^arn:aws:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]{36}$/, { error: says.certificate })
        .optional(),
      /** Which secret the CDN is known by; another number is another secret. */
      cdnSecretNumber: z
        .int({ error: says.cdnSecretNumber })
        .min(1, { error: says.cdnSecretNumber })
        .default(1),
      sender: z.strictObject(
        {
          name: Line(says.senderName, 1, 60),
          address: Address(says.senderAddress),
          postalAddress: Line(says.postalAddress, 10, 200),
        },
        {
          error: (issue) =>
            issue.code === 'invalid_type' ? 'say who sends: name, address and postalAddress' : undefined,
        },
      ),
      categories: Categories,
      /** When the day's edition is made, in UTC. */
      editionAt: z
        .string({ error: says.editionAt })
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: says.editionAt }),
      /** How many workers send at once; together they keep to the account's rate. */
      workers: z
        .int({ error: says.workers })
        .min(2, { error: says.workers })
        .max(100, { error: says.workers }),
      /** US dollars. */
      spendingCapUsd: z
        .number({ error: says.spendingCap })
        .min(0, { error: says.spendingCap })
        .max(100, { error: says.spendingCap })
        .default(1),
      alarmAddress: Address(says.alarmAddress),
      logDays: LogDays.default(RetentionDays.ONE_MONTH),
      /** X-Ray. */
      tracing: z.boolean({ error: says.tracing }).default(false),
      /** Whether SES is to tell of each mail that arrived too, which costs more than making it: `docs/cost.md`. */
      receipts: z.boolean({ error: says.receipts }).default(false),
      /** Any OpenAI-compatible server. */
      openAiBaseUrl: BaseUrl,
      sources: z.strictObject({ arxivBaseUrl: BaseUrl, huggingfaceBaseUrl: BaseUrl }).default({}),
    },
    { error: (issue) => (issue.code === 'invalid_type' ? 'is not a JSON object' : undefined) },
  )
  .superRefine(({ domain, hostedZone, sender, alarmAddress }, context) => {
    const say = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (!isWithin(sender.address.slice(sender.address.indexOf('@') + 1), domain)) {
      say(['sender', 'address'], `is outside ${domain}, for which alone SES signs`);
    }
    if (hostedZone && !isWithin(domain, hostedZone.name)) {
      say(['hostedZone', 'name'], `does not contain ${domain}`);
    }
    if (alarmAddress === sender.address) {
      say(['alarmAddress'], 'is the sender itself, who could not be warned when sending fails');
    }
  });

/** A stage as the stack is built from it. */
export type Stage = z.output<typeof StageFile>;

/** A stage, or all that is wrong with it: one line a mistake, `path: sentence`. */
export function parseStage(value: unknown): { stage: Stage } | { mistakes: string[] } {
  const parsed = StageFile.safeParse(value);
  if (parsed.success) return { stage: parsed.data };
  return { mistakes: parsed.error.issues.flatMap(mistakesOf) };
}

function mistakesOf(issue: z.core.$ZodIssue): string[] {
  const at = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return [`${at || 'the file'}: ${issue.message}`];
  return issue.keys.map((key) => {
    const path = at ? `${at}.${key}` : key;
    return /key|secret|token|password/i.test(key)
      ? `${path}: secrets do not stand in this file, but in Secrets Manager`
      : `${path}: is not a setting that this stack knows`;
  });
}
