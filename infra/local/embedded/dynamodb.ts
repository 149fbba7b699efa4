import { mkdir } from 'node:fs/promises';
import dynalite from 'dynalite';
import { Level } from 'level';
import { DigestError } from '../../../shared/errors.js';
import { closeServer, type Embedded, listenOnLoopback } from './loopback.js';

/** The folder of the local tables cannot be opened, most often because another run holds it. */
export class TablesInUseError extends DigestError {
  readonly code = 'tables-in-use';
}

export interface DynamoDbOptions {
  /** Folder of a LevelDB store that outlives the run; in memory without it. */
  dataDir?: string;
  /** 0, the default, takes a free one. */
  port?: number;
}

/**
 * Starts dynalite, a DynamoDB in JavaScript, on 127.0.0.1. Tables are ready as soon as they are created.
 * @throws TablesInUseError when `dataDir` cannot be opened, for LevelDB lets one process in
 */
export async function startDynamoDb(options: DynamoDbOptions = {}): Promise<Embedded> {
  if (options.dataDir) await checkStore(options.dataDir);
  const server = dynalite({
    ...(options.dataDir ? { path: options.dataDir } : {}),
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  const endpoint = await listenOnLoopback(server, options.port);
  return { endpoint, close: () => closeServer(server) };
}

/** Opens the store once by itself, because dynalite ends the process when it cannot. */
async function checkStore(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const store = new Level(dataDir, { valueEncoding: 'json' });
  try {
    await store.open();
  } catch (cause) {
    throw new TablesInUseError(
      `The tables in ${dataDir} cannot be opened. Is another run of the project using them?`,
      { cause },
    );
  }
  await store.close();
}
