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

/** What stands in `shelf` under `key`, or what `read` brings; a failed read is not kept, and the oldest make room. */
export function keptAt<K, V>(
  shelf: Map<K, Promise<V>>,
  key: K,
  most: number,
  read: () => Promise<V>,
): Promise<V> {
  const standing = shelf.get(key);
  if (standing) return standing;
  const reading = read();
  shelf.set(key, reading);
  reading.catch(() => shelf.delete(key));
  dropOldest(shelf, most);
  return reading;
}

/** Drops the oldest until at most `most` are left. */
export function dropOldest(shelf: Map<unknown, unknown>, most: number): void {
  for (const oldest of shelf.keys()) {
    if (shelf.size <= most) break;
    shelf.delete(oldest);
  }
}

/**
 * Returns `make`, remembering what it made of the last `most` keys or so: what is said to one reader is mostly said
 * to the next one too. When it has remembered so many it starts anew.
 */
export function remembering<Key extends string | number, Value>(
  most: number,
  make: (key: Key) => Value,
): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= most) known.clear();
    const made = make(key);
    known.set(key, made);
    return made;
  };
}

/**
 * The same for what is made of two keys, `most` values in all. A key joined from both would be a new string each time, which
 * has to be read whole to be hashed and compared.
 */
export function rememberingOfTwo<First extends string | number, Second extends string | number, Value>(
  most: number,
  make: (first: First, second: Second) => Value,
): (first: First, second: Second) => Value {
  const known = new Map<First, Map<Second, Value>>();
  let count = 0;
  return (first, second) => {
    const before = known.get(first)?.get(second);
    if (before !== undefined) return before;
    if (count >= most) {
      known.clear();
      count = 0;
    }
    const made = make(first, second);
    const beside = known.get(first) ?? new Map<Second, Value>();
    known.set(first, beside.set(second, made));
    count += 1;
    return made;
  };
}
