/** Called with how many of how many are done. */
export type Progress = (done: number, total: number) => void;

/** Turns texts into vectors. Vectors of different models never meet. */
export interface Embedder {
  /** Names the vector space: model, and whatever else changes its vectors. */
  readonly model: string;
  readonly dimensions: number;
  /** One unit-length vector of `dimensions` for each text, in order. */
  embed(texts: readonly string[], onProgress?: Progress): Promise<Float32Array[]>;
  /** Frees what the embedder holds (threads, connections). */
  close(): Promise<void>;
}
