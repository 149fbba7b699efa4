import type { SendingStore } from '../../shared/stores/sending.js';

/** Until when sending is stopped when an operator stops it: a day that no quota would name, 9999-12-31. */
export const PAUSED_BY_HAND = Date.parse('9999-12-31T00:00:00Z');

/** Stops all sending, confirmations left out, until {@link resumeAll}; calls under way are not called back. */
export function pauseAll(sending: SendingStore): Promise<void> {
  return sending.park(PAUSED_BY_HAND);
}

/** Lets sending go on: who was due meanwhile is served from the next quarter of an hour on. */
export function resumeAll(sending: SendingStore): Promise<void> {
  return sending.resume();
}
