import { rename, writeFile } from 'node:fs/promises';

/** Writes `path` so that a reader, or a crash, sees the whole content or none: under another name first, then renamed. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.part`;
  await writeFile(draft, content);
  await rename(draft, path);
}
