import { expect, test } from 'vitest';
import { categoryGroups, categoryName, isCategory } from '../../../shared/domain/category.js';

test('every category of arXiv is there once, with a name', () => {
  const categories = categoryGroups.flatMap((group) => group.categories);

  expect(categories).toHaveLength(155);
  expect(new Set(categories.map((category) => category.code)).size).toBe(155);
  expect(categories.every((category) => category.name.length > 2)).toBe(true);
});

test('a code has its name, and an unknown one stands for itself', () => {
  expect(categoryName('cs.LG')).toBe('Machine Learning');
  expect(categoryName('quant-ph')).toBe('Quantum Physics');
  expect(categoryName('cmp-lg')).toBe('cmp-lg');
  expect(isCategory('cmp-lg')).toBe(false);
});
