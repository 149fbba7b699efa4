declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** The part of dynalite 4's options that this project uses; all times in milliseconds. */
  export interface DynaliteOptions {
    /** Folder of the LevelDB store; in memory without it. */
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }

  /** Returns an HTTP server that speaks DynamoDB and does not listen yet; closing it closes its store. */
  export default function dynalite(options?: DynaliteOptions): Server;
}
