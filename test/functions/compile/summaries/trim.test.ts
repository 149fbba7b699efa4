import { describe, expect, test } from 'vitest';
import { trimSentence } from '../../../../functions/compile/summaries/trim.js';

describe('trimSentence', () => {
  test.each([
    ['In this paper, we propose a method.', 'We propose a method.'],
    ['In this paper we propose a method.', 'We propose a method.'],
    ['To address these challenges, we introduce FooNet.', 'We introduce FooNet.'],
    ['However, we therefore also show that it holds.', 'We show that it holds.'],
    ['Aims. We study quasars.', 'We study quasars.'],
    ['Results: Here, we find 3 quasars', 'We find 3 quasars.'],
    // A condition stays: without it the claim would be another.
    ['Assuming that noise is white, we prove it.', 'Assuming that noise is white, we prove it.'],
    ['Under these conditions, we prove it.', 'Under these conditions, we prove it.'],
    ['In this extended abstract, k-means clustering is sped up.', 'K-means clustering is sped up.'],
  ])('drops lead-ins: %s', (sentence, expected) => {
    expect(trimSentence(sentence)).toBe(expected);
  });

  test.each([
    [
      'We use Optical Character Recognition (OCR) on forms.',
      'We use Optical Character Recognition on forms.',
    ],
    ['We use tasks (e.g., sorting) and games.', 'We use tasks and games.'],
    ['We extend nets (Smith et al., 2019) to sets.', 'We extend nets to sets.'],
    // What is used again, or is a figure, stays.
    [
      'We define Feature Smoothing (FS) and prove that FS is robust.',
      'We define Feature Smoothing (FS) and prove that FS is robust.',
    ],
    ['We test 31 models (0.5B to 70B) on it.', 'We test 31 models (0.5B to 70B) on it.'],
  ])('drops glosses: %s', (sentence, expected) => {
    expect(trimSentence(sentence)).toBe(expected);
  });

  test('drops what means nothing alone', () => {
    expect(trimSentence('We propose a quick and simple planner for robots to address these issues.')).toBe(
      'We propose a quick and simple planner for robots.',
    );
    expect(
      trimSentence('We make a web application with two new parts: (i) a leaderboard; (ii) a search.'),
    ).toBe('We make a web application with two new parts.');
    expect(trimSentence('The contributions of this work include: (1) a corpus, and (2) a model.')).toContain(
      'corpus',
    );
  });

  test('cuts the afterthought of a long sentence only where the rest can stand', () => {
    const main =
      'We present a framework that plans the paths of many small robots in crowded warehouses under uncertainty';
    expect(
      trimSentence(`${main}, which is a hard problem that many companies face every day of the year.`),
    ).toBe(`${main}.`);
    const resumed = `${main.replace('We present a framework that plans', 'We show that planning')}, where people walk and machines stand, is easier than was thought before.`;
    expect(trimSentence(resumed)).toBe(resumed);
    expect(trimSentence('We present a planner, which is new.')).toBe('We present a planner, which is new.');
  });

  test('never leaves a formula open', () => {
    const sentence =
      'We prove that the bound on the energy of the whole system holds for all $x, which$ are in the interval $[0, 1)$ of the line and beyond.';
    expect(trimSentence(sentence)).toBe(sentence);
  });
});
