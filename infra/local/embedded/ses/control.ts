import ky from 'ky';
import { z } from 'zod';
import { parseAs } from '../../../../shared/parse.js';
import { AcceptedMail, EventRecord, Tally } from './accepted.js';
import type { SesPlanInput } from './plan.js';

/** What another process can ask of a loopback SES. */
export interface SesControl {
  setPlan(plan: SesPlanInput): Promise<void>;
  accepted(): Promise<AcceptedMail[]>;
  events(): Promise<EventRecord[]>;
  tally(): Promise<Tally>;
  /** Resolves when every event so far has been taken, lost or given up. */
  settled(): Promise<void>;
}

/** Speaks to the loopback SES at `endpoint` from another process. Each call throws ky's errors, or ShapeError. */
export function sesControl(endpoint: string): SesControl {
  const http = ky.create({ prefixUrl: `${endpoint}/_ses`, timeout: false, retry: 0 });
  const read = async <S extends z.ZodType>(path: string, schema: S) =>
    parseAs(schema, await http.get(path).json(), `SES ${path}`);
  return {
    setPlan: async (plan) => {
      await http.put('plan', { json: plan });
    },
    accepted: () => read('accepted', z.array(AcceptedMail)),
    events: () => read('events', z.array(EventRecord)),
    tally: () => read('tally', Tally),
    settled: async () => {
      await http.get('settled');
    },
  };
}
