import type { Subscriber } from '../../../shared/domain/subscriber.js';

/** What keeps all mail from a reader, in words for them; `undefined` where nothing does. */
export function hindranceOf({ state, suppressed }: Subscriber): string | undefined {
  if (suppressed?.reason === 'bounce') return 'No mail goes to this address: what we sent came back.';
  if (suppressed) return 'No mail goes to this address: it was reported, or taken off by the operator.';
  if (state === 'active') return undefined;
  return 'You have left, so no mail is sent. The way back is under “Leave”.';
}
