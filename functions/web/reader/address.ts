import { HeaderError, headerAddress } from '../../../shared/mail/headers.js';

/** An address that can be written to, or what is wrong with it, in words for the person who typed it. */
export type TypedAddress = { address: string } | { problem: string };

const LONGEST = 254;
/** No dot at an end or beside another one. */
const LOCAL = /^[^.]+(?:\.[^.]+)*$/;
/** Two labels or more, none with a hyphen at an end. */
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])$/i;

/** Reads an address as typed. The domain may be in any script, the part before the `@` may have a plus-tag. */
export function readAddress(typed: string): TypedAddress {
  if (typed === '') return { problem: 'Please write your email address here.' };
  const address = typed.normalize('NFC');
  return isMailable(address)
    ? { address }
    : { problem: 'This does not look like an email address. It should read like name@example.org.' };
}

function isMailable(address: string): boolean {
  try {
    const written = headerAddress(address);
    const at = written.lastIndexOf('@');
    return (
      written.length <= LONGEST && LOCAL.test(written.slice(0, at)) && DOMAIN.test(written.slice(at + 1))
    );
  } catch (error) {
    if (error instanceof HeaderError) return false;
    throw error;
  }
}

/** Where most private mail lives; a domain one slip away from one of them is likely a slip. */
const WELL_KNOWN = [
  'gmail.com',
  'googlemail.com',
  'mail.com',
  'email.com',
  'ymail.com',
  'outlook.com',
  'hotmail.com',
  'hotmail.co.uk',
  'hotmail.fr',
  'live.com',
  'msn.com',
  'yahoo.com',
  'yahoo.co.uk',
  'yahoo.co.jp',
  'yahoo.fr',
  'yahoo.de',
  'icloud.com',
  'me.com',
  'proton.me',
  'protonmail.com',
  'fastmail.com',
  'aol.com',
  'gmx.de',
  'gmx.net',
  'gmx.com',
  'web.de',
  't-online.de',
  'orange.fr',
  'free.fr',
  'libero.it',
  'qq.com',
  '163.com',
  'mail.ru',
  'yandex.ru',
];

/** Domains this short are too near to each other to tell a slip from another provider. */
const SHORTEST = 9;

/** The address that was probably meant, or `undefined` where nothing speaks against the one that was typed. */
export function likelyMeant(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1).toLowerCase();
  if (WELL_KNOWN.includes(domain)) return undefined;
  const meant = WELL_KNOWN.find((known) => known.length >= SHORTEST && isOneSlipFrom(domain, known));
  return meant === undefined ? undefined : `${address.slice(0, at)}@${meant}`;
}

/** One letter left out, added, changed, or two neighbours swapped (Damerau 1964: four in five slips are one of these). */
function isOneSlipFrom(typed: string, meant: string): boolean {
  let start = 0;
  while (start < typed.length && typed[start] === meant[start]) start++;
  const [left, right] = [typed.slice(start), meant.slice(start)];
  return (
    left.slice(1) === right ||
    left === right.slice(1) ||
    left.slice(1) === right.slice(1) ||
    (left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2))
  );
}
