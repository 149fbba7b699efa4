import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import wabt from 'wabt';
import { LOOPS_BYTES } from '../../shared/loops-bytes.js';

test('the loops are loops.wat, assembled', async () => {
  const source = new URL('../../shared/loops.wat', import.meta.url);
  const { parseWat } = await wabt();

  const { buffer } = parseWat('loops.wat', readFileSync(source, 'utf8')).toBinary({});

  expect(Buffer.from(buffer).toString('base64')).toBe(LOOPS_BYTES.replaceAll('\n', ''));
});
