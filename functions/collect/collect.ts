import { addDays, type Day, dayOf, laterDay } from '../../shared/domain/day.js';
import type { Completeness } from '../../shared/domain/edition.js';
import type { PaperId } from '../../shared/domain/paper.js';
import type { Progress } from '../../shared/embedders/embedder.js';
import type { ListingStore, StoredListing } from '../../shared/stores/listings.js';
import type { PaperStore, StoredPaper } from '../../shared/stores/papers.js';
import { mergePaper } from './merge.js';
import type { Listing, Source, Window } from './sources/source.js';

/**
 * How many days before the last run are read again: a source shows papers days after their submission date
 * (arXiv holds a weekend's back until Monday night, a holiday's longer), and what is known already is cheap.
 */
const DAYS_READ_AGAIN = 4;

/** After a longer silence the service begins anew, and does not read months. */
const DAYS_READ_AT_MOST = 14;

/** Where collecting reads and writes. */
export interface CollectPorts {
  source: Source;
  papers: PaperStore;
  listings: ListingStore;
  now: Date;
  onProgress?: Progress;
}

/**
 * Reads what one source has for the edition of `day`, and keeps its papers first and its listing last.
 * Returns the listing; one that stands already is returned as it is.
 * @throws SourceError when the source cannot be read or understood; nothing is listed then
 */
export async function collect(day: Day, ports: CollectPorts): Promise<StoredListing> {
  const { source, papers, listings } = ports;
  const standing = await listings.readOne(day, source.name);
  if (standing) return standing;

  const window = windowOf(day, await listings.readUntil(source.name), ports.now);
  const found = await source.list(window, ports.onProgress);
  const merged = await papers.merge(found.papers, (known, paper) => mergePaper(known, paper, day));
  const listing: StoredListing = {
    source: source.name,
    paperIds: [...merged.values()].filter((paper) => paper.firstEdition === day).map((paper) => paper.id),
    completeness: completenessOf(found, merged, day),
    until: window.until.toISOString(),
  };
  await listings.write(day, listing);
  return listing;
}

/** From some days before the last run, or before the day, up to now or the end of the day. */
function windowOf(day: Day, readUntil: Date | undefined, now: Date): Window {
  const start = new Date(`${day}T00:00:00Z`);
  const last = readUntil && readUntil < start ? readUntil : start;
  const end = new Date(`${addDays(day, 1)}T00:00:00Z`);
  const from = laterDay(addDays(dayOf(last), -DAYS_READ_AGAIN), addDays(day, -DAYS_READ_AT_MOST));
  return {
    day,
    since: new Date(`${from}T00:00:00Z`),
    until: now < end ? now : end,
  };
}

/** For each part: of the papers the source said there were, those of earlier editions left out, how many stand. */
function completenessOf(found: Listing, merged: ReadonlyMap<PaperId, StoredPaper>, day: Day): Completeness[] {
  return found.parts.map(({ part, total, paperIds }) => {
    const stored = paperIds.filter((id) => merged.get(id)?.firstEdition === day).length;
    return { source: found.source, part, expected: total - (paperIds.length - stored), stored };
  });
}
