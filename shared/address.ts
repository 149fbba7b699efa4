import { createHmac } from 'node:crypto';
import { domainToASCII } from 'node:url';
import type { SubscriberId } from './domain/subscriber.js';

/**
 * The one spelling of an address under which it is known: trimmed, lower case, its domain in ASCII.
 * Plus-tags stay, since they are different mailboxes to their owner.
 */
export function canonicalAddress(address: string): string {
  const at = address.trim().lastIndexOf('@');
  const local = address.trim().slice(0, at).normalize('NFC').toLowerCase();
  return `${local}@${domainToASCII(address.trim().slice(at + 1))}`;
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** The subscriber id of an address: the first 130 bits of HMAC-SHA256 of its canonical spelling, in base 32. */
export function subscriberIdOf(address: string, addressKey: string): SubscriberId {
  const digest = createHmac('sha256', addressKey).update(canonicalAddress(address)).digest();
  let id = '';
  for (let bit = 0; id.length < 26; bit += 5) {
    const pair = digest.readUInt16BE(bit >> 3);
    id += BASE32[(pair >> (11 - (bit & 7))) & 31];
  }
  return id;
}
