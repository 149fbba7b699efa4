import { expect, test } from 'vitest';
import type { Completeness } from '../../shared/domain/edition.js';
import { renderCards } from '../../templates/cards.js';
import { completenessLine } from '../../templates/completeness.js';
import { anEdition } from './fixtures.js';

function line(completeness: Completeness[], failures: string[] = []): string {
  const fields = { completeness, failures: failures.map((source) => ({ source, problem: 'HTTP 503' })) };
  return completenessLine([renderCards(anEdition([], fields))]);
}

function whole(part: string, count: number): Completeness {
  return { source: 'arxiv', part, expected: count, stored: count };
}

test('few listings are told one by one, many as a sum', () => {
  expect(line([whole('cs.AI', 239), { ...whole('all', 31), source: 'huggingface' }])).toBe(
    'Complete: 239 of 239 in cs.AI, 31 of 31 in Hugging Face Daily Papers.',
  );
  expect(line(['cs.AI', 'cs.LG', 'cs.CL', 'cs.CV', 'cs.RO', 'cs.IR'].map((part) => whole(part, 300)))).toBe(
    'Complete: all 1,800 entries of 6 listings.',
  );
});

test('what is missing, and what could not be read, is told by name', () => {
  expect(line([whole('cs.AI', 2), { ...whole('cs.LG', 312), stored: 310 }], ['medrxiv'])).toBe(
    'Complete: 2 of 2 in cs.AI. Missing: 2 (310 of 312 in cs.LG). Could not be read: medrxiv.',
  );
});

test('the days of a week are summed', () => {
  const day = renderCards(anEdition([], { completeness: [whole('cs.AI', 100)] }));

  expect(completenessLine([day, day, day])).toBe('Complete: 300 of 300 in cs.AI.');
});
