import { DUE_INDEX } from '../../shared/stores/slots.js';
import type { FunctionName, TableName } from '../house.js';

type Verb = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem';

/** Verbs that a function may use on the rows of a table whose partition key is like one of `rows`. */
export interface RowRight {
  readonly table: TableName;
  readonly verbs: readonly Verb[];
  readonly rows: readonly string[];
}

/** An index that a function may query. */
export interface IndexRight {
  readonly table: TableName;
  readonly index: string;
}

/** What each function may do in the tables, and nothing else; `docs/rights.md` tells why. */
export const tableRights: Record<FunctionName, readonly (RowRight | IndexRight)[]> = {
  collect: [
    { table: 'content', verbs: ['BatchGetItem', 'PutItem'], rows: ['PAPER#*'] },
    { table: 'content', verbs: ['GetItem', 'Query', 'PutItem'], rows: ['LISTING#*', 'SOURCE#*'] },
    { table: 'content', verbs: ['GetItem'], rows: ['EDITIONS'] },
  ],
  compile: [
    { table: 'content', verbs: ['BatchGetItem'], rows: ['PAPER#*'] },
    { table: 'content', verbs: ['Query'], rows: ['LISTING#*', 'PHRASES', 'CATEGORIES'] },
    { table: 'content', verbs: ['BatchGetItem', 'PutItem'], rows: ['VECTOR#*', 'PHRASE#*'] },
    { table: 'content', verbs: ['BatchGetItem', 'PutItem'], rows: ['EDITION#*'] },
    { table: 'content', verbs: ['GetItem', 'Query', 'PutItem'], rows: ['EDITIONS'] },
  ],
  dispatch: [
    { table: 'content', verbs: ['GetItem', 'Query'], rows: ['EDITIONS'] },
    { table: 'subscribers', verbs: ['Query'], rows: ['SLOTS'] },
    { table: 'subscribers', index: DUE_INDEX },
    { table: 'subscribers', verbs: ['Query', 'PutItem', 'UpdateItem'], rows: ['RUNS#*', 'ROSTER#*'] },
    { table: 'subscribers', verbs: ['BatchGetItem'], rows: ['SUBSCRIBER#*'] },
    { table: 'subscribers', verbs: ['GetItem'], rows: ['SENDING'] },
  ],
  deliver: [
    { table: 'content', verbs: ['Query'], rows: ['EDITIONS'] },
    { table: 'content', verbs: ['BatchGetItem'], rows: ['EDITION#*'] },
    { table: 'content', verbs: ['BatchGetItem', 'UpdateItem'], rows: ['PHRASE#*'] },
    { table: 'content', verbs: ['PutItem'], rows: ['PHRASES'] },
    { table: 'subscribers', verbs: ['Query', 'PutItem', 'UpdateItem'], rows: ['SUBSCRIBER#*'] },
    { table: 'subscribers', verbs: ['GetItem', 'UpdateItem'], rows: ['SENDING'] },
  ],
  'mail-events': [
    { table: 'subscribers', verbs: ['GetItem', 'Query', 'PutItem', 'UpdateItem'], rows: ['SUBSCRIBER#*'] },
  ],
  web: [
    { table: 'content', verbs: ['GetItem', 'Query'], rows: ['EDITIONS'] },
    { table: 'content', verbs: ['BatchGetItem'], rows: ['EDITION#*'] },
    { table: 'content', verbs: ['BatchGetItem'], rows: ['PAPER#*', 'VECTOR#*'] },
    { table: 'content', verbs: ['BatchGetItem', 'PutItem'], rows: ['PHRASE#*', 'QUERY#*'] },
    { table: 'content', verbs: ['Query'], rows: ['PICK#*'] },
    { table: 'content', verbs: ['Query', 'UpdateItem'], rows: ['ACCLAIM#*'] },
    { table: 'content', verbs: ['PutItem'], rows: ['PHRASES', 'CATEGORIES'] },
    {
      table: 'subscribers',
      verbs: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      rows: ['SUBSCRIBER#*'],
    },
    { table: 'subscribers', verbs: ['PutItem'], rows: ['SLOTS'] },
    { table: 'subscribers', verbs: ['UpdateItem'], rows: ['LIMIT#*'] },
  ],
};
