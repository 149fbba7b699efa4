import { digestFor, messageOf, type Task } from '../../../functions/deliver/make.js';
import { Shelf, type ShelvedEdition } from '../../../functions/deliver/shelf.js';
import type { Day } from '../../../shared/domain/day.js';
import type { Digest } from '../../../shared/domain/digest.js';
import { textHash } from '../../../shared/embedders/cached.js';
import { packPreparation } from '../../../shared/matching/preparation-bytes.js';
import { prepareEdition } from '../../../shared/matching/prepare.js';
import { EditionStore } from '../../../shared/stores/editions.js';
import { PhraseStore } from '../../../shared/stores/phrases.js';
import type { Table } from '../../../shared/stores/table.js';
import { seededRandom } from '../../../shared/terms/random.js';
import { renderCards } from '../../../templates/cards.js';
import { packCards } from '../../../templates/pack.js';
import type { LentMessage } from '../../../templates/trays.js';
import { letterhead } from '../letterhead.js';
import { type BenchEdition, MODEL } from './edition.js';
import { vectorIn } from './fields.js';

export const NOW = new Date('2026-01-22T07:00:00Z');

/** What deliver does of itself for a mail, by the same functions, on an edition that lies on a warm worker's shelf. */
export interface Press {
  shelved: ShelvedEdition;
  match(task: Task): Promise<Digest>;
  render(task: Task, digest: Digest): LentMessage;
  /** Match, render and MIME. */
  make(task: Task): Promise<LentMessage>;
}

/** Publishes the edition and the phrases' vectors into `content`, as compile and web do. */
export async function publish({ edition, vectors, fields }: BenchEdition, content: Table): Promise<void> {
  const random = seededRandom(2);
  const phrases = fields.map((field) => [textHash(field.phrase), vectorIn(field, random)] as const);
  await new PhraseStore(content).vectors.write(MODEL, new Map(phrases));
  const cards = packCards(renderCards(edition));
  const preparation = await packPreparation(prepareEdition(edition, vectors));
  await new EditionStore(content).publish(edition, { vectors, cards, preparation, build: 'bench' });
}

/** Sets up the press for the edition of `day`, which is published. */
export async function openPress(day: Day, content: Table): Promise<Press> {
  const shelf = new Shelf(new EditionStore(content), new PhraseStore(content));
  const [header] = await shelf.published(day);
  if (header === undefined) throw new Error('expected a published edition');
  const shelved = await shelf.edition(header);
  const match = (task: Task) => digestFor(task, [shelved], shelf);
  const render = (task: Task, digest: Digest) =>
    messageOf(task, { day, attempt: 'AbCdEfGhIjKl' }, digest, [shelved], letterhead, NOW);
  return { shelved, match, render, make: async (task) => render(task, await match(task)) };
}
