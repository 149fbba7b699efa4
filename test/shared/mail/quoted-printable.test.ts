import { expect, test } from 'vitest';
import { decodeQuotedPrintable, encodeQuotedPrintable } from '../../../shared/mail/quoted-printable.js';

const texts = [
  '',
  'plain',
  'a = b',
  'Über 燕子 🐦',
  'spaces at the end  \nand after',
  '.dot\n..dots',
  `${'x'.repeat(75)}.${'y'.repeat(80)}`,
  `${'='.repeat(100)}`,
  'one\r\ntwo\n\nthree\n',
  'é'.repeat(200),
];

test.each(texts)('%j comes back as it was', (text) => {
  expect(decodeQuotedPrintable(encodeQuotedPrintable(text))).toBe(text.replaceAll('\r\n', '\n'));
});

test.each(texts)('%j makes lines that every mail server leaves alone', (text) => {
  const lines = encodeQuotedPrintable(text).split('\r\n');

  expect(lines.pop()).toBe('');
  for (const line of lines) expect(line).toMatch(/^(?!\.)(?:[!-<>-~ ]|=[0-9A-F]{2}){0,76}(?<! )=?$/);
  expect(Math.max(0, ...lines.map((line) => line.length))).toBeLessThanOrEqual(76);
});

test('encoded parts joined in any order decode to their texts joined', () => {
  for (const one of texts) {
    for (const other of texts) {
      const joined = encodeQuotedPrintable(one) + encodeQuotedPrintable(other);
      expect(decodeQuotedPrintable(joined)).toBe((one + other).replaceAll('\r\n', '\n'));
    }
  }
});
