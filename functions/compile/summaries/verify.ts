import { contentWords } from '../../../shared/terms/words.js';
import { cleanText } from '../../../shared/text/plain.js';
import { isBalanced, splitSentences } from '../../../shared/text/sentences.js';
import { isInstruction, soundSentences } from './hostile.js';
import type { PaperDraft, PaperToSummarise, StoryDraft, StoryToSummarise } from './llm.js';
import { unsupportedNumbers } from './numbers.js';

/** Bounds in characters. */
const SENTENCE = { shortest: 25, longest: 320 };
const SPAN = { shortest: 20, longest: 900 };
const HEADLINE = { shortest: 8, longest: 100 };
const PARAGRAPH = { shortest: 60, longest: 600 };

/** The share of a draft's content words that must stand in what it is about; the rest is paraphrase. */
const LEAST_SHARED = 0.5;
/** The same for a sentence and the span it points at. */
const LEAST_SHARED_WITH_SPAN = 0.25;

/** Addresses, mark-up and code: a summary is plain words. */
const LINK =
  /(?:https?|ftp|mailto|javascript|data):|www\.|\S@\S+\.\S|\b[\w-]+\.(?:com|org|net|io|ai|dev|app|ly|me|co|info|biz|xyz|example|top|site|online|shop|link|click|ru|cn|uk|de|eu|gg|sh)\b/i;
const MARKUP = /<[!/?a-z][^>]*>|<\||\]\(|```|\*\*|^#+\s|&(?:#\d+|#x[\da-f]+|[a-z]+);|\{\{|^\s*[-*>]\s/im;

/**
 * Returns what is wrong with a draft about a paper, in words for the model, or `undefined` when it holds: one plain
 * sentence in bounds, whose span stands in the abstract, whose every number stands in the abstract, whose names and
 * most of whose words are the paper's, and which tells nobody what to do.
 */
export function problemOfPaperDraft(draft: PaperDraft, paper: PaperToSummarise): string | undefined {
  const abstract = soundSentences(paper.abstract).join(' ');
  const source = `${paper.title} ${abstract}`;
  return (
    problemOfText('sentence', draft.sentence, SENTENCE) ??
    (splitSentences(draft.sentence).length > 1 ? 'the sentence must be one sentence' : undefined) ??
    problemOfSpan(draft, abstract, paper.abstract) ??
    problemOfNumbers('sentence', draft.sentence, abstract) ??
    problemOfWords('sentence', draft.sentence, source) ??
    problemOfRest(draft)
  );
}

/** As {@link problemOfPaperDraft}, for a story: numbers must stand in a member's abstract, or count the members. */
export function problemOfStoryDraft(draft: StoryDraft, story: StoryToSummarise): string | undefined {
  const abstracts = story.papers.map((paper) => soundSentences(paper.abstract).join(' ')).join(' ');
  const source = `${story.papers.map((paper) => paper.title).join(' ')} ${abstracts}`;
  const numbers = `${abstracts} ${story.papers.length}`;
  return (
    problemOfText('headline', draft.headline, HEADLINE) ??
    problemOfText('paragraph', draft.paragraph, PARAGRAPH) ??
    problemOfNumbers('headline', draft.headline, numbers) ??
    problemOfNumbers('paragraph', draft.paragraph, numbers) ??
    problemOfWords('headline', draft.headline, source) ??
    problemOfWords('paragraph', draft.paragraph, source)
  );
}

function problemOfText(
  name: string,
  text: string,
  { shortest, longest }: { shortest: number; longest: number },
): string | undefined {
  if (text.length < shortest) return `the ${name} must have at least ${shortest} characters`;
  if (text.length > longest)
    return `the ${name} must have at most ${longest} characters, it has ${text.length}`;
  if (text !== cleanText(text)) return `the ${name} must be one line without control characters`;
  if (LINK.test(text)) return `the ${name} must not contain a link or an address`;
  if (MARKUP.test(text)) return `the ${name} must be plain text without mark-up`;
  if (isInstruction(text)) return `the ${name} must describe the research, not tell anyone what to do`;
  if (!isBalanced(text)) return `the ${name} leaves a bracket or a formula open`;
  return undefined;
}

/** A span stands in what the model was shown, and in one piece in what the authors wrote. */
function problemOfSpan({ span }: PaperDraft, shown: string, written: string): string | undefined {
  const words = cleanText(span);
  if (words.length < SPAN.shortest) return `the span must quote at least ${SPAN.shortest} characters`;
  if (words.length > SPAN.longest) return `the span must quote at most ${SPAN.longest} characters`;
  if (!shown.includes(words) || !cleanText(written).includes(words)) {
    return 'the span is not copied word for word from the abstract';
  }
  return undefined;
}

function problemOfNumbers(name: string, text: string, source: string): string | undefined {
  const missing = unsupportedNumbers(text, source);
  return missing.length > 0
    ? `the ${name} has numbers that the abstract does not: ${missing.join(', ')}`
    : undefined;
}

/** Names are words with a capital or digit inside ("ImageNet", "GPT-4"): these are never paraphrase. */
const NAME = /\b[A-Za-z]*(?:[a-z][A-Z]|[A-Z]{2}|[A-Za-z]-?\d)[\w-]*/g;

function problemOfWords(name: string, text: string, source: string): string | undefined {
  const lower = source.toLowerCase();
  const strangers = (text.match(NAME) ?? []).filter((word) => !lower.includes(word.toLowerCase()));
  if (strangers.length > 0) return `the ${name} names what the abstract does not: ${strangers.join(', ')}`;
  return shareOf(text, source) < LEAST_SHARED ? `the ${name} is not about what the abstract says` : undefined;
}

function problemOfRest({ sentence, span }: PaperDraft): string | undefined {
  return shareOf(sentence, span) < LEAST_SHARED_WITH_SPAN
    ? 'the sentence is not about what its span says'
    : undefined;
}

/** The share of a text's content words that stand in another. */
function shareOf(text: string, source: string): number {
  const known = new Set(contentWords(source));
  const words = contentWords(text);
  return words.filter((word) => known.has(word)).length / Math.max(1, words.length);
}
