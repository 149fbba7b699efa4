import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SubscriberId } from '../../../shared/domain/subscriber.js';
import { log } from '../../../shared/log.js';
import { plainMessage } from '../../../shared/mail/plain-message.js';
import type { Letter } from '../../../templates/letters.js';
import type { ReaderPorts } from '../ports.js';

/** A throttled mail is tried so often. */
const TRIES = 4;
const BETWEEN_MS = 400;

/**
 * Sends a letter. Returns false when it surely did not go: then it may be asked for again.
 * A send whose end nobody knows is never repeated.
 */
export async function sendLetter(
  letter: Letter,
  to: { id: SubscriberId; address: string },
  ports: ReaderPorts,
): Promise<boolean> {
  const raw = plainMessage({
    ...letter,
    sender: ports.sender,
    recipient: to,
    now: ports.now(),
    id: randomBytes(12).toString('hex'),
  });
  for (let tries = 1; ; tries++) {
    const outcome = await ports.send(raw, { subscriber: to.id });
    if (outcome.kind === 'accepted' || outcome.kind === 'unknown') return true;
    if (outcome.kind !== 'throttled' || tries === TRIES) {
      log('error', 'web.letter', { outcome: outcome.kind });
      return false;
    }
    await sleep(BETWEEN_MS);
  }
}
