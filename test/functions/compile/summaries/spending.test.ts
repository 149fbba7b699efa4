import { describe, expect, test } from 'vitest';
import {
  SummariserEnvironment,
  summariserFromEnvironment,
} from '../../../../functions/compile/summaries/environment.js';
import {
  costUsd,
  estimateTokens,
  priceOf,
  SpendingCap,
} from '../../../../functions/compile/summaries/spending.js';
import { ShapeError } from '../../../../shared/errors.js';

describe('SpendingCap', () => {
  test('calls under way at once cannot pass it together', () => {
    const cap = new SpendingCap(1);
    expect([cap.reserve(0.5), cap.reserve(0.5), cap.reserve(0.01)]).toEqual([true, true, false]);
    cap.settle(0.5, 0.25);
    expect(cap.spentUsd).toBe(0.25);
    expect([cap.reserve(0.25), cap.reserve(0.01)]).toEqual([true, false]);
  });
});

test('a model without a known price counts as the dearest', () => {
  expect(costUsd(priceOf('no-such-model'), 1_000_000, 1_000_000)).toBeGreaterThanOrEqual(
    costUsd(priceOf('gpt-5.4-mini'), 1_000_000, 1_000_000),
  );
});

test('tokens are estimated from above, in any script', () => {
  expect(estimateTokens('The quick brown fox jumps over the lazy dog.')).toBeGreaterThanOrEqual(10);
  expect(estimateTokens('日本語の文章')).toBeGreaterThanOrEqual(6);
});

describe('summariserFromEnvironment', () => {
  const chosen = (environment: Record<string, string>) =>
    summariserFromEnvironment(SummariserEnvironment.parse(environment))?.model;

  test.each([
    ['nothing', {}, undefined],
    ['a key', { OPENAI_API_KEY: 'sk' }, 'gpt-6-luna'],
    ['a key, but extractive', { OPENAI_API_KEY: 'sk', SUMMARISER: 'extractive' }, undefined],
    [
      'a server without a key',
      { SUMMARISER: 'llm', OPENAI_BASE_URL: 'http://127.0.0.1:1/v1', OPENAI_SUMMARY_MODEL: 'm' },
      'm',
    ],
  ])('%s', (_, environment, model) => {
    expect(chosen(environment)).toBe(model);
  });

  test('says what is missing', () => {
    expect(() => chosen({ SUMMARISER: 'llm' })).toThrow(ShapeError);
    expect(() => chosen({ OPENAI_API_KEY: 'sk', OPENAI_SUMMARY_PRICE_INPUT: '1' })).toThrow(
      'both or neither',
    );
  });
});
