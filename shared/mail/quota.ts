import { GetSendQuotaCommand, type SESClient } from '@aws-sdk/client-ses';

/** What the account may send. */
export interface SendQuota {
  /** Mails a second. */
  ratePerSecond: number;
  /** Mails that are left of the last 24 hours' allowance; Infinity for an account without one. */
  remaining: number;
  /** The allowance of 24 hours; -1 for an account without one. */
  aDay: number;
}

/** What an account may send in 24 hours that is still in SES's sandbox. */
export const SANDBOX_A_DAY = 200;

/** SES's own answer for `MaxSendRate` and the day's allowance, where -1 stands for no limit. */
export async function readSendQuota(client: SESClient): Promise<SendQuota> {
  const {
    MaxSendRate = 1,
    Max24HourSend = 0,
    SentLast24Hours = 0,
  } = await client.send(new GetSendQuotaCommand({}));
  return {
    ratePerSecond: MaxSendRate,
    aDay: Max24HourSend,
    remaining: Max24HourSend < 0 ? Number.POSITIVE_INFINITY : Math.max(0, Max24HourSend - SentLast24Hours),
  };
}
