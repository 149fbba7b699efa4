import { describe, expect, test } from 'vitest';
import { isBalanced, splitSentences } from '../../../shared/text/sentences.js';

describe('splitSentences', () => {
  test.each([
    ['plain sentences', ['We propose a method.', 'It works!', 'Does it?', 'Yes.']],
    [
      'abbreviations',
      ['We use corpora, e.g. Wikipedia, as in Smith et al. (2020), cf. Fig. 3.', 'It works.'],
    ],
    ['initials', ['This is due to J. Smith and A. B. Jones.', 'We generalise it.']],
    ['an object named by a letter', ['We observe Centaurus A.', 'The resolution is high.']],
    ['decimal numbers', ['Accuracy rises from 0.40 to 0.82 on v1.5 of it.', 'Nothing else changes.']],
    ['brackets', ['We study this (a first attempt. See also below) in depth.', 'More follows.']],
    ['a reference', ['We extend [Caglioti, Lions; Comm. Math. Phys. 174 (1995)] to vortices.', 'It holds.']],
    ['formulas', ['Let $f(x) = 1. Then$ hold on $X$.', 'We prove more.']],
    ['lists', ['It has parts: (i) one; (ii) two.', 'Both matter.']],
    ['names in lower case', ['We use fast.ai and node.js.', 'They help.']],
  ])('keeps %s whole', (_, sentences) => {
    expect(splitSentences(sentences.join(' '))).toEqual(sentences);
  });

  test('takes apart sentences glued together', () => {
    expect(splitSentences('It is hard.We propose a way.Methods: We ran it.')).toEqual([
      'It is hard.',
      'We propose a way.',
      'Methods: We ran it.',
    ]);
  });

  test('joins lines and gives nothing for nothing', () => {
    expect(splitSentences('  One\n line.\n\nTwo. ')).toEqual(['One line.', 'Two.']);
    expect(splitSentences(' \n')).toEqual([]);
  });

  test('a bracket that is never closed does not swallow the text', () => {
    const text = 'It opens (here. Then comes more. And more. And yet more. And so on. Till the end.';
    expect(splitSentences(text).length).toBeGreaterThan(3);
  });
});

test.each([
  ['a (b) [c] {d} $x$', true],
  ['half-open', true],
  ['the interval $[0,1)$', true],
  ['a (b', false],
  ['a {b', false],
  ['$x', false],
  ['costs \\$5', true],
])('isBalanced %s', (text, expected) => {
  expect(isBalanced(text)).toBe(expected);
});
