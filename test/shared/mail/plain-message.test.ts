import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { HeaderError, headerLine } from '../../../shared/mail/headers.js';
import { plainMessage } from '../../../shared/mail/plain-message.js';
import { readStrictly } from '../../support/mail-judges.js';

const LONG = 'word '.repeat(40).trim();
const message = {
  sender: { name: 'Méira, of "Digest"', address: 'digest@bücher.example', postalAddress: '1 Nest Lane' },
  recipient: { address: 'reader+tag@example.com' },
  subject: `Bestätige dein Abonnement – ${'sehr lang '.repeat(12)}🐦`,
  text: 'Folge dem Link:\nhttps://digest.example.org/confirm/t',
  html: '<!doctype html><html lang="de"><p>Folge dem <a href="https://digest.example.org/confirm/t">Link</a></p></html>',
  id: 'c-1',
  now: new Date('2026-01-22T06:00:00Z'),
  more: headerLine('X-Long', LONG),
};

test('a message of any words is read back as it was written', async () => {
  const raw = plainMessage(message);

  const read = await PostalMime.parse(raw);
  expect(read.subject).toBe(message.subject);
  expect(read.from).toMatchObject({ name: message.sender.name, address: 'digest@xn--bcher-kva.example' });
  expect(read.text?.trimEnd()).toBe(message.text);
  expect(read.html?.trimEnd()).toBe(message.html);
  const strictly = await readStrictly(raw);
  expect(strictly.headers).toMatchObject({
    Subject: message.subject,
    'X-Long': LONG,
    Date: 'Thu, 22 Jan 2026 06:00:00 +0000',
  });
  const head = raw.toString('latin1').split('\r\n\r\n')[0] ?? '';
  expect(Math.max(...head.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78);
});

test('an address that could carry a second one is refused, and not repeated', () => {
  const recipient = { address: 'a@b.example>,<c@d.example' };

  expect(() => plainMessage({ ...message, recipient })).toThrow(HeaderError);
  expect(() => plainMessage({ ...message, recipient })).not.toThrow('c@d.example');
});

test('a folded header has no line of spaces only, which would end the headers', () => {
  const word = 'w'.repeat(80);

  expect(headerLine('X-Y', `${word}  ${word}`)).toBe(`X-Y: ${word}\r\n ${word}\r\n`);
});

test('a header name that is none, what is not ASCII, and a word too long for a line, are refused', () => {
  expect(() => headerLine('X-Y', 'a\u010d\u010aBcc: b')).toThrow(HeaderError);
  expect(() => headerLine('X: y\r\nZ', 'a')).toThrow(HeaderError);
  expect(() => headerLine('X-Y', `a ${'b'.repeat(1_000)}`)).toThrow(HeaderError);
  expect(() => headerLine('X-Y', 'b'.repeat(1_000))).toThrow(HeaderError);
});
