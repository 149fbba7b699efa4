/** The shape of all-MiniLM-L6-v2 (its config.json), and how much of a text it reads. */
export const WIDTH = 384;
export const INNER = 1_536;
export const LAYERS = 6;
export const HEADS = 12;
export const HEAD = WIDTH / HEADS;
export const MOST_TOKENS = 256;
