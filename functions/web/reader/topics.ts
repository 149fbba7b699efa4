import { isCategory } from '../../../shared/domain/category.js';
import { Topic } from '../../../shared/domain/preferences.js';
import type { Form } from './form.js';

const MOST_TOPICS = 50;

/** Topics as a form says them, or what is wrong with them, in words. */
export type TypedTopics = { topics: Topic[]; problem?: string };

/**
 * The topics of a form: ticked `category` boxes, a phrase on each line of `phrases`, and those chosen before, which
 * come as pairs of `topic` (a category, or a phrase behind a `~`) and `weight`, 0 to let one go.
 */
export function readTopics(form: Form): TypedTopics {
  const weights = form.list('weight');
  const kept = form.list('topic').map((name, nth) => topicOf(name, weights[nth] ?? ''));
  const ticked = form.list('category').map((code) => topicOf(code, '1'));
  const written = form.lines('phrases').map((phrase) => topicOf(`~${phrase}`, '1'));
  const byName = new Map<string, Topic>();
  for (const topic of [...kept, ...ticked, ...written]) {
    if (topic === undefined)
      return {
        topics: [...byName.values()],
        problem: 'A topic could not be read: a phrase has 2 to 200 characters.',
      };
    if (topic.weight > 0 && !byName.has(nameOf(topic))) byName.set(nameOf(topic), topic);
  }
  const topics = [...byName.values()];
  if (topics.length <= MOST_TOPICS) return { topics };
  return {
    topics: topics.slice(0, MOST_TOPICS),
    problem: `At most ${MOST_TOPICS} topics fit; these are the first.`,
  };
}

/** How a form names a topic: the category's code, or the phrase behind a `~`. */
export function nameOf(topic: Topic): string {
  return topic.kind === 'category' ? topic.category : `~${topic.phrase}`;
}

/** `undefined` for what is no topic. */
function topicOf(name: string, weight: string): Topic | undefined {
  const chosen = name.startsWith('~')
    ? { kind: 'phrase', phrase: name.slice(1), weight: Number(weight) }
    : { kind: 'category', category: name, weight: Number(weight) };
  const topic = Topic.safeParse(chosen);
  if (!topic.success || (topic.data.kind === 'category' && !isCategory(topic.data.category)))
    return undefined;
  return topic.data;
}
