/**
 * Learns the weights of `functions/compile/summaries/features.ts` anew and prints them, with the cross-validated
 * ROUGE-1: `npx tsx test/functions/compile/summaries/learn-weights.ts ../shared/data/summaries-dev.jsonl.gz`.
 * Gradient ascent (Adam) on the expected ROUGE-1 of a softmax over the sentences' scores, with a little weight decay.
 */
import { candidatesOf } from '../../../../functions/compile/summaries/extractive.js';
import { type Feature, sentenceFeatures } from '../../../../functions/compile/summaries/features.js';
import { rouge1 } from '../../../support/scores.js';
import { Gold, readLines } from './gold.js';

const DECAY = 4e-4;
const STEPS = 400;
const RATE = 0.06;
const FOLDS = 5;

interface Choice {
  features: number[][];
  rewards: number[];
}

const gold = readLines(process.argv[2] ?? '../shared/data/summaries-dev.jsonl.gz', Gold);
const names = Object.keys(sentenceFeatures('', ['a'], ['a'])[0] ?? {}) as Feature[];
const choices = gold.map(({ title, abstract, target }): Choice => {
  const candidates = candidatesOf(abstract);
  const shown = candidates.map((candidate) => candidate.shown);
  const rows = sentenceFeatures(
    title,
    candidates.map(({ original }) => original),
    shown,
  );
  return {
    features: rows.map((row) => names.map((name) => row[name])),
    rewards: shown.map((text) => rouge1(text, target)),
  };
});

const folds = Array.from({ length: FOLDS }, (_, fold) => {
  const weights = learn(choices.filter((_, index) => index % FOLDS !== fold));
  return choices.filter((_, index) => index % FOLDS === fold).map((choice) => rewardOf(choice, weights));
});
console.log(`cross-validated ROUGE-1 ${(100 * mean(folds.flat())).toFixed(2)}`);
const weights = learn(choices);
console.log(`on all of it ${(100 * mean(choices.map((choice) => rewardOf(choice, weights)))).toFixed(2)}`);
names.forEach((name, index) => {
  console.log(`  ${name}: ${weights[index]?.toFixed(2)},`);
});

function learn(from: Choice[]): number[] {
  const weights = names.map(() => 0);
  const speed = names.map(() => 0);
  const scale = names.map(() => 0);
  for (let step = 1; step <= STEPS; step++) {
    const slopes = slopesOf(from, weights);
    slopes.forEach((slope, index) => {
      const decayed = slope - DECAY * (weights[index] ?? 0);
      speed[index] = 0.9 * (speed[index] ?? 0) + 0.1 * decayed;
      scale[index] = 0.99 * (scale[index] ?? 0) + 0.01 * decayed ** 2;
      const spread = Math.sqrt((scale[index] ?? 0) / (1 - 0.99 ** step)) + 1e-9;
      weights[index] = (weights[index] ?? 0) + (RATE * (speed[index] ?? 0)) / (1 - 0.9 ** step) / spread;
    });
  }
  return weights;
}

/** The gradient of the expected reward by the weights. */
function slopesOf(from: Choice[], weights: number[]): number[] {
  const slopes = weights.map(() => 0);
  for (const { features, rewards } of from) {
    const scores = features.map((row) => dot(row, weights));
    const top = Math.max(...scores);
    const odds = scores.map((score) => Math.exp(score - top));
    const total = odds.reduce((sum, odd) => sum + odd, 0);
    const expected = dot(odds, rewards) / total;
    features.forEach((row, at) => {
      const pull = ((odds[at] ?? 0) / total) * ((rewards[at] ?? 0) - expected);
      row.forEach((value, index) => {
        slopes[index] = (slopes[index] ?? 0) + (pull * value) / from.length;
      });
    });
  }
  return slopes;
}

function rewardOf({ features, rewards }: Choice, weights: number[]): number {
  const scores = features.map((row) => dot(row, weights));
  return rewards[scores.indexOf(Math.max(...scores))] ?? 0;
}

function dot(left: number[], right: number[]): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}

function mean(numbers: number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
