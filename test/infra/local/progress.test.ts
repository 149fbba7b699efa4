import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { progressReporter } from '../../../infra/local/progress.js';

function watched(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY, cursorTo: () => true, clearLine: () => true });
  let now = 0;
  const pass = (ms: number) => {
    now += ms;
  };
  const text = () => String(stream.read() ?? '');
  return { stream, clock: () => now, pass, text };
}

test('away from a terminal a long step says a line every five seconds and one at its end', () => {
  const { stream, clock, pass, text } = watched(false);
  const embed = progressReporter(stream, clock).step('embed');
  for (let done = 1; done <= 120; done++) {
    pass(100);
    embed.update(done, 120);
  }
  embed.done('120 papers');
  expect(text().split('\n')).toEqual([
    'embed        50 of 120',
    'embed        100 of 120',
    'embed          12.0 s  120 papers',
    '',
  ]);
});

test('on a terminal there is a bar', () => {
  const { stream, clock, text } = watched(true);
  const step = progressReporter(stream, clock).step('embed');
  step.update(60, 120);
  step.done();
  expect(text()).toMatch(/embed {8}━{15}─{15} 60 of 120/);
});

test('the seconds of each step are kept, shown or not', () => {
  const { clock, pass } = watched(false);
  const reporter = progressReporter(undefined, clock);
  for (const name of ['collect', 'embed', 'collect']) {
    const step = reporter.step(name);
    pass(1_250);
    step.update(1, 2);
    step.done();
  }
  expect(reporter.seconds()).toEqual({ collect: 2.6, embed: 1.3 });
});
