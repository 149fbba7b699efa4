import { addDays, type Day, dayOf, laterDay } from '../../shared/domain/day.js';
import type { Completeness } from '../../shared/domain/edition.js';
import type { Paper, PaperId } from '../../shared/domain/paper.js';
import type { Progress } from '../../shared/embedders/embedder.js';
import type { EditionStore } from '../../shared/stores/editions.js';
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
  editions: EditionStore;
  now: Date;
  onProgress?: Progress;
}

/**
 * Reads what one source has for the edition of `day`, and keeps its papers first and its listing last.
 * Returns the listing; one that stands already is returned as it is. Where the edition is published and without this
 * source, nothing is read or kept and the listing is empty: its papers are new to the next edition.
 * @throws SourceError when the source cannot be read or understood; nothing is listed then
 */
export async function collect(day: Day, ports: CollectPorts): Promise<StoredListing> {
  const { source, papers, listings } = ports;
  const standing = await listings.readOne(day, source.name);
  if (standing) return standing;
  const window = windowOf(day, await listings.readUntil(source.name), ports.now);
  const common = { source: source.name, until: window.until.toISOString() };
  if (await ports.editions.header(day)) return { ...common, paperIds: [], completeness: [] };

  const found = await source.list(window, ports.onProgress);
  const known = await papers.read(found.papers.map(({ id }) => id));
  const unlisted = await unlistedOf(known, day, listings);
  const merged = await papers.merge(
    found.papers.filter((paper) => known.has(paper.id) || !isFromBefore(paper, window)),
    (before, paper) =>
      mergePaper(before && unlisted.has(paper.id) ? { ...before, firstEdition: day } : before, paper, day),
  );
  const listing: StoredListing = {
    ...common,
    paperIds: [...merged.values()].filter((paper) => paper.firstEdition === day).map((paper) => paper.id),
    completeness: completenessOf(found, merged, day),
  };
  await listings.write(day, listing);
  return listing;
}

/** A new version of a paper that was submitted before the window: it may be new to us, but it is not new. */
function isFromBefore({ version, submittedAt }: Paper, { since }: Window): boolean {
  return version > 1 && submittedAt !== undefined && new Date(submittedAt) < since;
}

/** Which of the papers of earlier editions no listing names: a run that was cut short had stored them. */
async function unlistedOf(
  known: ReadonlyMap<PaperId, StoredPaper>,
  day: Day,
  listings: ListingStore,
): Promise<Set<PaperId>> {
  const unlisted = new Set(known.keys());
  const days = new Set([...known.values()].map(({ firstEdition }) => firstEdition));
  for (const listing of await Promise.all([...days].map((each) => listings.read(each)))) {
    for (const { paperIds } of listing) for (const id of paperIds) unlisted.delete(id);
  }
  for (const [id, { firstEdition }] of known) if (firstEdition >= day) unlisted.delete(id);
  return unlisted;
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
