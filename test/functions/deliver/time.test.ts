import { expect, test } from 'vitest';
import { Environment } from '../../../functions/deliver/index.js';
import { functions } from '../../../infra/house.js';
import { FARTHEST_TURN_MS } from '../../../shared/stores/sending.js';

test('the last attempt at a throttled digest ends before the function does, turn and send included', () => {
  const { PATIENCE_SECONDS, SEND_TIMEOUT_MS } = Environment.shape;

  const seconds =
    PATIENCE_SECONDS.parse(undefined) + (FARTHEST_TURN_MS + SEND_TIMEOUT_MS.parse(undefined)) / 1_000;

  expect(seconds).toBeLessThan(functions.deliver.timeout);
});
