import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { Day } from '../../shared/domain/day.js';
import type { PaperId } from '../../shared/domain/paper.js';
import { EditionStore, editionKey } from '../../shared/stores/editions.js';
import { PickStore } from '../../shared/stores/picks.js';
import { RunStore } from '../../shared/stores/runs.js';
import { OpsError, type OpsHouse } from './house.js';

/** An edition in figures, with the editor's picks. @throws OpsError when there is none of that day */
export async function showEdition({ content }: OpsHouse, day: Day) {
  const editions = new EditionStore(content);
  const header = await editions.header(day);
  if (!header) throw new OpsError(`there is no edition of ${day}: edition rebuild ${day} makes one`);
  const { paperCount, completeness, failures, summaryCounts, embeddingModel, publishedAt, sample } = header;
  return {
    ...{ day, publishedAt, sample, papers: paperCount, stories: header.stories.length },
    ...{ completeness, failures, summaryCounts, embeddingModel },
    picks: Object.fromEntries(await new PickStore(content).read(day)),
  };
}

/**
 * Makes an edition, anew where there is one that nobody has been sent anything of. Returns what was begun or done.
 * @throws OpsError when digests were made of it: what readers have in their mail stays as it is
 */
export async function rebuildEdition(
  house: OpsHouse,
  day: Day,
  { dryRun, yes }: { dryRun: boolean; yes: boolean },
): Promise<string> {
  const header = await new EditionStore(house.content).header(day);
  const runs = await new RunStore(house.subscribers, () => new Date()).read(day);
  if (header && runs.length > 0) {
    throw new OpsError(`the edition of ${day} is on its way to readers, or with them, and stays as it is`);
  }
  if (dryRun)
    return header ? `The edition of ${day} would be made anew.` : `An edition of ${day} would be made.`;
  if (header && !yes)
    throw new OpsError(`${day} has an edition, which goes first; say --yes to make it anew`);
  if (header) {
    const { client, name } = house.content;
    await client.send(new DeleteCommand({ TableName: name, Key: editionKey(day) }));
  }
  return house.makeEdition(day);
}

/** Puts a paper forward, or says anew why. @throws OpsError for a paper that is not in the edition */
export async function pickPaper(
  house: OpsHouse,
  { day, paperId, why }: { day: Day; paperId: PaperId; why: string },
  dryRun: boolean,
): Promise<string> {
  const editions = new EditionStore(house.content);
  const header = await editions.header(day);
  if (!header) throw new OpsError(`there is no edition of ${day}`);
  const paper = (await editions.edition(header)).papers.find(({ id }) => id === paperId);
  if (!paper) throw new OpsError(`the edition of ${day} has no such paper; ids read like arxiv:2601.09735`);
  if (!dryRun) await new PickStore(house.content).write(day, { paperId, why });
  return paper.title;
}

/** Takes a pick back. @throws OpsError when it is none */
export async function unpickPaper(
  { content }: OpsHouse,
  day: Day,
  paperId: PaperId,
  dryRun: boolean,
): Promise<void> {
  const picks = new PickStore(content);
  if (!(await picks.read(day)).has(paperId)) throw new OpsError(`${day} has no such pick`);
  if (!dryRun) await picks.remove(day, paperId);
}
