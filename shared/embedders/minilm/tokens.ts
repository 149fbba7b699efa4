import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { parseJsonAs } from '../../parse.js';
import { MOST_TOKENS } from './shape.js';

const TokenizerFile = z.looseObject({ model: z.looseObject({ type: z.literal('WordPiece') }) });

/** The ids of a text's word pieces between the model's start and end marks, at most 256 with both. */
export type Tokens = (text: string) => number[];

/** @throws ShapeError when the file is not a WordPiece tokenizer's */
export function createTokens(path: string): Tokens {
  const file = parseJsonAs(TokenizerFile, readFileSync(path, 'utf8'), path);
  const tokenizer = new Tokenizer(file, {});
  return (text) => {
    const { ids } = tokenizer.encode(text);
    return ids.length <= MOST_TOKENS ? ids : [...ids.slice(0, MOST_TOKENS - 1), ...ids.slice(-1)];
  };
}
