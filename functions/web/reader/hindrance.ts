import type { Subscriber } from '../../../shared/domain/subscriber.js';
import type { Sender } from '../../../shared/mail/plain-message.js';

/** Where people write to whoever runs this. */
export function contactOf({ replyTo, address }: Sender): string {
  return replyTo ?? address;
}

/** What keeps all mail from a reader and how to undo it, in words for them; `undefined` where nothing does. */
export function hindranceOf({ state, suppressed }: Subscriber, sender: Sender): string | undefined {
  const undo = `To undo that, write from it to ${contactOf(sender)}.`;
  if (suppressed?.reason === 'bounce') {
    return `No mail goes to this address: what we sent came back. ${undo}`;
  }
  if (suppressed) {
    return `No mail goes to this address: it was reported, or taken off by the operator. ${undo}`;
  }
  if (state === 'active') return undefined;
  return 'You have left, so no mail is sent. The way back is under “Leave”.';
}
