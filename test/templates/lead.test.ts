import { expect, test } from 'vitest';
import { Lead } from '../../templates/lead.js';

test.each([
  [0, 'On swifts'],
  [1, 'On swifts, and 1 more paper'],
  [11, 'On swifts, and 11 more papers'],
])('a subject says what comes first and how many papers more: %i', (more, words) => {
  const lead = new Lead('On swifts');
  lead.subject(5);

  const subject = lead.subject(more);

  expect(subject.words).toBe(words);
  expect(subject.line).toBe(`Subject: ${words}\r\n`);
  expect(lead.subject(more)).toBe(subject);
});

test('a long title is cut at a word, and stands in the header and the body as each writes it', () => {
  const lead = new Lead(`Über <b>${' swifts'.repeat(30)}`);

  const { words, line, shown } = lead.subject(2);

  expect(words).toMatch(/^Über <b>( swifts)+…, and 2 more papers$/);
  expect(words.indexOf('…')).toBeLessThan(80);
  expect(line).toMatch(/^Subject: =\?UTF-8\?/i);
  expect(Buffer.concat(shown.html.parts).toString()).toContain('=C3=9Cber &lt;b&gt;');
  expect(Buffer.concat(shown.text.parts).toString()).toContain('=C3=9Cber <b>');
});
