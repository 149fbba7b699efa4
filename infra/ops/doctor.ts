import {
  GetIdentityDkimAttributesCommand,
  GetIdentityVerificationAttributesCommand,
} from '@aws-sdk/client-ses';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { readSendQuota, SANDBOX_A_DAY } from '../../shared/mail/quota.js';
import { parseJsonAs } from '../../shared/parse.js';
import { Secrets } from '../../shared/secrets.js';
import { EditionStore } from '../../shared/stores/editions.js';
import { SendingStore } from '../../shared/stores/sending.js';
import type { OpsHouse } from './house.js';
import { PAUSED_BY_HAND } from './pause.js';

/** One thing looked at: fine, to be acted on, or not to be found out from here. */
export interface Finding {
  name: string;
  state: 'ok' | 'act' | 'unknown';
  /** How it is, or what to do. */
  says: string;
}

type Look = (house: OpsHouse, now: Date) => Promise<Omit<Finding, 'name'>[]>;

const HOUR_MS = 3_600_000;
/** An edition a day, and two hours for a slow one. */
const EDITION_HOURS = 26;

const ok = (says: string) => ({ state: 'ok' as const, says });
const act = (says: string) => ({ state: 'act' as const, says });

const LOOKS: Readonly<Record<string, Look>> = {
  identity: async ({ ses, domain }) => {
    if (domain === undefined) return [];
    const { VerificationAttributes = {} } = await ses.send(
      new GetIdentityVerificationAttributesCommand({ Identities: [domain] }),
    );
    return VerificationAttributes[domain]?.VerificationStatus === 'Success'
      ? [ok(`SES knows ${domain} to be yours`)]
      : [
          act(
            `SES does not yet know ${domain} to be yours: make the DNS records of docs/deploy.md, then wait`,
          ),
        ];
  },
  DKIM: async ({ ses, domain }) => {
    if (domain === undefined) return [];
    const { DkimAttributes = {} } = await ses.send(
      new GetIdentityDkimAttributesCommand({ Identities: [domain] }),
    );
    return DkimAttributes[domain]?.DkimVerificationStatus === 'Success'
      ? [ok('mail is signed')]
      : [act('mail is not signed: make the three CNAME records of docs/deploy.md, then wait')];
  },
  quota: async ({ ses }) => {
    const { ratePerSecond, aDay, remaining } = await readSendQuota(ses);
    const words = `${remaining} of ${aDay} mails are left of 24 hours, ${ratePerSecond} a second`;
    if (aDay >= 0 && aDay <= SANDBOX_A_DAY) {
      return [act(`${words}: the account is in the sandbox; ask SES for production access`)];
    }
    return remaining > 0 ? [ok(words)] : [act(`${words}: ask SES for more`)];
  },
  secrets: async ({ secrets, domain }) => {
    const held = parseJsonAs(Secrets, await secrets.read(), 'secrets');
    const key =
      held.openAiApiKey === undefined && domain !== undefined
        ? [act('there is no openAiApiKey: add it to the secret, unless openAiBaseUrl needs none')]
        : [];
    return [ok(`addressKey and ${held.linkKeys.length} link keys are there`), ...key];
  },
  schedules: async (house) =>
    (await house.schedules()).map(({ name, isOn }) =>
      isOn ? ok(`${name} is on`) : act(`${name} is off: switch it on in EventBridge Scheduler`),
    ),
  sending: async ({ subscribers }, now) => {
    const until = await new SendingStore(subscribers).parkedUntil();
    if (until >= PAUSED_BY_HAND) return [act('paused by an operator: resume-all lets it go on')];
    return [ok(until > now.getTime() ? `parked until ${new Date(until).toISOString()}` : 'not paused')];
  },
  edition: async ({ content }, now) => {
    const [last] = await new EditionStore(content).latest(1);
    if (!last) return [act('none yet: edition rebuild DATE makes one')];
    const hours = (now.getTime() - Date.parse(last.publishedAt)) / HOUR_MS;
    const words = `${last.day} with ${last.paperCount} papers, ${Math.round(hours)} hours old`;
    return hours <= EDITION_HOURS ? [ok(words)] : [act(`${words}: edition rebuild DATE makes today's`)];
  },
  'dead letters': async ({ sqs, deadLetters }) =>
    Promise.all(
      deadLetters.map(async ({ name, url }) => {
        const count = await messagesIn(sqs, url);
        if (count === 0) return ok(`none of ${name}`);
        return act(
          `${count} of ${name}: see docs/runbook.md${name === 'deliveries' ? ', then: redrive' : ''}`,
        );
      }),
    ),
};

/** Looks at everything. What cannot be found out is told as unknown, with the name of the problem. */
export async function examine(house: OpsHouse, now: Date): Promise<Finding[]> {
  const findings = await Promise.all(
    Object.entries(LOOKS).map(async ([name, look]): Promise<Finding[]> => {
      try {
        return (await look(house, now)).map((finding) => ({ name, ...finding }));
      } catch (error) {
        const problem = error instanceof Error ? error.name : 'no error';
        return [{ name, state: 'unknown', says: `could not be looked at: ${problem}` }];
      }
    }),
  );
  return findings.flat();
}

/** About how many messages a queue holds. */
export async function messagesIn(sqs: OpsHouse['sqs'], QueueUrl: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return Number(Attributes.ApproximateNumberOfMessages ?? 0);
}
