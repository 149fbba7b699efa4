import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { subscriberIdOf } from '../../../shared/address.js';
import {
  LinkError,
  type Purpose,
  readToken,
  signMailTokens,
  signToken,
} from '../../../shared/links/token.js';

const now = new Date('2026-01-22T08:00:00Z');
const keys = ['k'.repeat(32)];
const claims = {
  subscriberId: subscriberIdOf('reader@example.org', 'key'),
  linkEpoch: 3,
  expiresAt: Date.parse('2027-01-22T08:00:00Z') / 1_000,
};
const mailPurposes = ['manage', 'unsubscribe', 'vote', 'read'] as const;
const purposes: readonly Purpose[] = [...mailPurposes, 'confirm', 'feed'];
const signatureOf = (token: string) => token.slice(token.lastIndexOf('.') + 1);

test.each(purposes)('a token for one purpose says what was signed, and opens nothing else: %s', (purpose) => {
  const token = signToken({ purpose, ...claims }, keys);

  expect(readToken(token, purpose, keys, now)).toEqual({ purpose, ...claims });
  for (const other of purposes.filter((one) => one !== purpose)) {
    expect(() => readToken(token, other, keys, now)).toThrow(new LinkError('purpose'));
    const renamed = signToken({ purpose: other, ...claims }, keys)[0] + token.slice(1);
    expect(() => readToken(renamed, other, keys, now)).toThrow(new LinkError('forged'));
  }
});

test('each purpose has 126 bits of signature that no other shares', () => {
  const signatures = purposes.map((purpose) => signatureOf(signToken({ purpose, ...claims }, keys)));

  expect(signatures.every((signature) => /^[A-Za-z0-9_-]{21}$/.test(signature))).toBe(true);
  expect(new Set(signatures).size).toBe(purposes.length);
});

test('how a token is signed does not change: links that were mailed go on working', () => {
  const text = `${claims.subscriberId}.3.${claims.expiresAt.toString(36)}`;
  const digits = createHash('sha3-512').update(`${keys[0]}.mail.${text}`).digest('base64url');

  const token = signToken({ purpose: 'unsubscribe', ...claims }, keys);

  expect(token).toBe(`u.${text}.${digits.slice(21, 42)}`);
});

test('the tokens of a mail are those that are signed one by one', () => {
  const tokens = signMailTokens(claims, keys);

  for (const purpose of mailPurposes) expect(tokens[purpose]).toBe(signToken({ purpose, ...claims }, keys));
});

test.each<[string, (token: string) => string, LinkError['problem']]>([
  ['a letter of no purpose', (token) => `x${token.slice(1)}`, 'forged'],
  ['another epoch', (token) => token.replace('.3.', '.4.'), 'forged'],
  ['a signature cut short', (token) => token.slice(0, -1), 'malformed'],
])('a token that was changed is refused: %s', (_, change, problem) => {
  const token = signToken({ purpose: 'vote', ...claims }, keys);

  expect(() => readToken(change(token), 'vote', keys, now)).toThrow(new LinkError(problem));
});

test('a token is read by an older key, not by a stranger’s, and not when it is too old', () => {
  const token = signToken({ purpose: 'vote', ...claims }, keys);

  expect(readToken(token, 'vote', ['n'.repeat(32), ...keys], now).linkEpoch).toBe(3);
  expect(() => readToken(token, 'vote', ['n'.repeat(32)], now)).toThrow(new LinkError('forged'));
  expect(() => readToken(token, 'vote', keys, new Date('2028-01-01'))).toThrow(new LinkError('expired'));
});
