import { availableParallelism } from 'node:os';
import type { Embedder } from './embedder.js';
import { WIDTH } from './minilm/shape.js';
import { Threads } from './minilm/threads.js';

/** Each thread takes some 160 MB while it starts. */
const MOST_THREADS = 8;

/**
 * all-MiniLM-L6-v2 on this machine's processors: no network, no key. It reads the first 256 word pieces of a text
 * (Reimers and Gurevych 2019, arXiv:1908.10084; weights Apache-2.0). Loaded when first used, and kept until closed;
 * `embed` throws EmbeddingThreadError when the model cannot be run.
 */
export function bundledEmbedder(mostThreads = Math.min(availableParallelism(), MOST_THREADS)): Embedder {
  const threads = new Threads(mostThreads);
  return {
    model: 'minilm-l6-v2',
    dimensions: WIDTH,
    async embed(texts, onProgress) {
      let done = 0;
      return Promise.all(
        texts.map(async (text) => {
          const vector = await threads.embed(text);
          done++;
          onProgress?.(done, texts.length);
          return vector;
        }),
      );
    },
    close: () => threads.close(),
  };
}
