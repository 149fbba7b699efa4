/** Calls `make` at the first call only, and again after it failed: what a warm worker keeps. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

/** Calls `make` at most once in `ms`; a failure is not kept. */
export function keptFor<T>(ms: number, make: () => Promise<T>): () => Promise<T> {
  let made = once(make);
  let until = 0;
  return () => {
    if (Date.now() > until) {
      made = once(make);
      until = Date.now() + ms;
    }
    return made();
  };
}
