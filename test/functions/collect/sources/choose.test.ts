import { expect, test } from 'vitest';
import { SourceEnvironment, sourceByName } from '../../../../functions/collect/sources/choose.js';
import { parseEnvironment } from '../../../../shared/parse.js';

test('the environment may be empty, and every source is found by its name', () => {
  const environment = parseEnvironment(SourceEnvironment, { PAPERS_FILE: 'papers.jsonl' });

  expect(environment.ARXIV_INTERVAL_MS).toBe(3000);
  for (const name of ['arxiv', 'huggingface', 'file'])
    expect(sourceByName(name, environment).name).toBe(name);
});

test('categories are read from a list, and one that arXiv does not have is refused by key', () => {
  const read = (codes: string) => parseEnvironment(SourceEnvironment, { ARXIV_CATEGORIES: codes });

  expect(read('cs.AI, quant-ph').ARXIV_CATEGORIES).toEqual(['cs.AI', 'quant-ph']);
  expect(() => read('cs.AI,cs.XX')).toThrow('ARXIV_CATEGORIES.1: expected a category of arXiv');
});

test('a source that does not exist, or a file that is not named, is an error', () => {
  const environment = parseEnvironment(SourceEnvironment, {});

  expect(() => sourceByName('biorxiv', environment)).toThrow('expected arxiv, huggingface or file');
  expect(() => sourceByName('file', environment)).toThrow('PAPERS_FILE: required');
});
