import { z } from 'zod';
import { Day } from '../../shared/domain/day.js';
import type { Completeness } from '../../shared/domain/edition.js';
import { parseAs, parseEnvironment } from '../../shared/parse.js';
import { progressOf } from '../../shared/progress.js';
import { EditionStore } from '../../shared/stores/editions.js';
import { ListingStore } from '../../shared/stores/listings.js';
import { PaperStore } from '../../shared/stores/papers.js';
import { openTable } from '../../shared/stores/table.js';
import { collect } from './collect.js';
import { SourceEnvironment, sourceByName } from './sources/choose.js';

/** The variables of this function. */
export const Environment = SourceEnvironment.extend({ CONTENT_TABLE: z.string() });

/** One source for one edition. */
export const CollectOrder = z.object({ day: Day, source: z.string() });
export type CollectOrder = z.input<typeof CollectOrder>;

export interface CollectResult {
  source: string;
  papers: number;
  completeness: Completeness[];
}

/** Collects one source for one edition; answers what it brought. @throws SourceError, so that it is tried again */
export async function handler(event: unknown): Promise<CollectResult> {
  const { day, source } = parseAs(CollectOrder, event, 'collect order');
  const environment = parseEnvironment(Environment);
  const table = openTable(environment.CONTENT_TABLE);
  const listing = await collect(day, {
    source: sourceByName(source, environment),
    papers: new PaperStore(table),
    listings: new ListingStore(table),
    editions: new EditionStore(table),
    now: new Date(),
    onProgress: progressOf(`collect ${source}`),
  });
  return { source, papers: listing.paperIds.length, completeness: listing.completeness };
}
