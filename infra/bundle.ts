/** How functions are bundled for Lambda, and for the bench, in the words that CDK and esbuild share. */
export const asForLambda = {
  minify: true,
  // The state machine and the log know errors by their names.
  keepNames: true,
  mainFields: ['module', 'main'],
};

/** Begins a bundle: some packages are CommonJS and call `require`, which an ES module has to make for itself. */
export const BANNER =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
