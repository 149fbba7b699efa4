import type { Day } from '../../shared/domain/day.js';
import type { Topic } from '../../shared/domain/preferences.js';
import { ShapeError } from '../../shared/errors.js';
import { logFailure } from '../../shared/log.js';
import type { PreparedEdition } from '../../shared/matching/prepare.js';
import type { ReaderTopic } from '../../shared/matching/rank.js';
import { dropOldest, keptAt } from '../../shared/once.js';
import type { EditionHeader, EditionStore } from '../../shared/stores/editions.js';
import type { PhraseStore } from '../../shared/stores/phrases.js';
import { readPrepared } from '../../shared/stores/prepared.js';
import { type EditionCards, openCards } from '../../templates/card.js';
import { renderCards } from '../../templates/cards.js';
import { unpackCards } from '../../templates/pack.js';

/** An edition, ready to be matched and rendered. */
export interface ShelvedEdition {
  header: EditionHeader;
  prepared: PreparedEdition;
  cards: EditionCards;
}

/** A week, and the day that comes. */
const EDITIONS_KEPT = 8;
/** Of each model. */
const PHRASES_KEPT = 20_000;
/** The one of today, and the one of before a change. */
const MODELS_KEPT = 2;

/** What a warm worker keeps of editions and topic phrases, so that each is read once and not once per subscriber. */
export class Shelf {
  readonly #editions = new Map<Day, Promise<ShelvedEdition>>();
  readonly #published = new Map<Day, Promise<EditionHeader[]>>();
  /** By model and phrase: joined to one key, they would be a new string to hash for each subscriber. */
  readonly #phrases = new Map<string, Map<string, Float32Array>>();

  constructor(
    private readonly editions: EditionStore,
    private readonly phrases: Pick<PhraseStore, 'read' | 'renew'>,
  ) {}

  /** The headers of the last editions up to and with `day`, newest first: a week of them, and `day` alone if new. */
  published(day: Day): Promise<EditionHeader[]> {
    return keptAt(this.#published, day, EDITIONS_KEPT, () => this.editions.latest(EDITIONS_KEPT - 1, day));
  }

  /** The edition that `header` names. @throws ShapeError when its cards are not of the papers that are matched */
  edition(header: EditionHeader): Promise<ShelvedEdition> {
    return keptAt(this.#editions, header.day, EDITIONS_KEPT, async () => {
      const [prepared, cards] = await Promise.all([
        readPrepared(this.editions, header),
        readCards(this.editions, header),
      ]);
      expectSamePapers(prepared, cards);
      return { header, prepared, cards };
    });
  }

  /** The topics with the vectors of their phrases in `model`; a phrase that has none counts by its words alone. */
  async topics(topics: readonly Topic[], model: string): Promise<ReaderTopic[]> {
    const before = this.#withVectors(topics, model);
    const unread = before.flatMap(({ topic, vector }) =>
      topic.kind === 'phrase' && !vector ? [topic.phrase] : [],
    );
    if (unread.length === 0) return before;
    await this.#readPhrases(unread, model);
    return this.#withVectors(topics, model);
  }

  #withVectors(topics: readonly Topic[], model: string): ReaderTopic[] {
    const known = this.#phrasesOf(model);
    return topics.map((topic) => {
      const vector = topic.kind === 'phrase' ? known.get(topic.phrase) : undefined;
      return vector ? { topic, vector } : { topic };
    });
  }

  #phrasesOf(model: string): Map<string, Float32Array> {
    const standing = this.#phrases.get(model);
    if (standing) return standing;
    const phrases = new Map<string, Float32Array>();
    this.#phrases.set(model, phrases);
    dropOldest(this.#phrases, MODELS_KEPT);
    return phrases;
  }

  /** One read for all; a phrase that has no vector yet is asked for again the next time. What is used is kept on. */
  async #readPhrases(phrases: readonly string[], model: string): Promise<void> {
    const { vectors, ending } = await this.phrases.read(phrases, model);
    const known = this.#phrasesOf(model);
    for (const [phrase, vector] of vectors) known.set(phrase, vector);
    dropOldest(known, PHRASES_KEPT);
    // No mail waits for it: the next worker that reads them tries again.
    await this.phrases.renew(ending, model).catch((error) => logFailure('deliver.phrases', error));
  }
}

/** The cards of the edition that `header` names: as compile left them, or rendered anew where it was of another version. */
async function readCards(editions: EditionStore, header: EditionHeader): Promise<EditionCards> {
  const cards = await unpackCards(await editions.cards(header));
  return cards ?? openCards(renderCards(await editions.edition(header)));
}

/** A pick tells where its paper is in the edition, and its card is found by that. @throws ShapeError */
function expectSamePapers(prepared: PreparedEdition, cards: EditionCards): void {
  const { ids } = cards.papers;
  if (prepared.ids.length === ids.length && prepared.ids.every((id, nth) => ids[nth] === id)) return;
  throw new ShapeError(
    `edition ${prepared.day}`,
    'expected cards of the papers that are matched, in their order',
  );
}
