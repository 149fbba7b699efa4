import { categoryName } from '../shared/domain/category.js';
import type { Edition, EditionPaper, Story } from '../shared/domain/edition.js';
import { votePath } from '../shared/links/digest-links.js';
import type { Medium } from './card.js';
import { digestTemplate, type Template } from './digest-pieces.js';
import { type EncodedPiece, encodePiece, encodeText } from './encoded.js';
import {
  type CardHole,
  type LaidCard,
  type LaidCards,
  type LaidPiece,
  type LaidStory,
  type StoryHole,
  TextLayer,
} from './laid.js';
import {
  authorsLine,
  goesOnWords,
  type Link,
  linksOf,
  madeBy,
  shown,
  signalsLine,
  titleAhead,
} from './paper-words.js';
import { fill, fillSome, TemplateError } from './piece.js';

/** The most UTF-16 units that each field of a card keeps; the rest is at the source. */
const LENGTH = { title: 300, summary: 700, abstract: 1_600, headline: 200, paragraph: 900 };

/** Renders and encodes an edition's papers and stories, once for all its digests. Texts are escaped, TeX is Unicode. */
export function renderCards(edition: Edition): LaidCards {
  const storyOf = new Map(
    edition.stories.flatMap((story) => story.paperIds.map((id) => [id, story.id] as const)),
  );
  const layer = new TextLayer();
  const papers = edition.papers.map((paper) => renderCard(paper, storyOf.get(paper.id), layer));
  const stories = edition.stories.map((story) => renderStory(story, layer));
  const { day, sample, completeness, failures } = edition;
  return { day, sample, completeness, failures, papers, stories, texts: layer.texts() };
}

function renderCard(paper: EditionPaper, storyId: string | undefined, layer: TextLayer): LaidCard {
  const title = shown(paper.title, LENGTH.title) || 'Untitled';
  const [category] = paper.categories;
  const fields = {
    title,
    authors: authorsLine(paper.authors),
    signals: signalsLine(paper.signals),
    chip: category === undefined ? undefined : categoryName(category),
    links: linksOf(paper),
    more: votePath(paper.id, 'more'),
    less: votePath(paper.id, 'less'),
  };
  const summary = { text: shown(paper.tldr.text, LENGTH.summary), mark: madeBy(paper.tldr) };
  const abstract = { text: shown(paper.abstract, LENGTH.abstract), mark: 'Abstract' };
  const ahead = encodeText(digestTemplate.html.write(titleAhead(title)));
  return {
    id: paper.id,
    title,
    ahead: { place: layer.text(ahead.encoded), bytes: ahead.bytes },
    storyId,
    summary: inBoth((template) => layCard(template, { ...fields, ...summary }, layer)),
    abstract: inBoth((template) => layCard(template, { ...fields, ...abstract }, layer)),
  };
}

interface Fields {
  title: string;
  authors: string;
  signals: string;
  chip: string | undefined;
  links: Link[];
  more: string;
  less: string;
  /** The summary or the abstract, and what it is marked as. */
  text: string;
  mark: string;
}

/**
 * The summary or abstract is a text of its own, as both bodies mostly write it the same.
 * @throws TemplateError when the template does not have it once
 */
function layCard(template: Template, fields: Fields, layer: TextLayer): LaidPiece<CardHole> {
  const text = encodeText(template.writeText(fields.text));
  const { parts, bytes } = layer.piece(cardPiece(template, fields));
  if (parts.filter((part) => part === 'text').length !== 1)
    throw new TemplateError('expected a card to have one text');
  return {
    parts: parts.map((part) => (part === 'text' ? layer.text(text.encoded) : part)),
    bytes: bytes + text.bytes,
  };
}

function cardPiece({ pieces, write }: Template, fields: Fields): EncodedPiece<CardHole | 'text'> {
  const links = fields.links.map(({ label, url }) => fill(pieces.link, { label, url: write(url) }));
  return encodePiece(
    fillSome(pieces.card, {
      chip: fields.chip === undefined ? '' : fill(pieces.chip, { name: write(fields.chip) }),
      signals: fields.signals === '' ? '' : fill(pieces.signals, { text: write(fields.signals) }),
      url: write(fields.links[0]?.url ?? ''),
      title: write(fields.title),
      authors: write(fields.authors),
      mark: write(fields.mark),
      link: links.join(''),
      more: write(fields.more),
      less: write(fields.less),
    }),
  );
}

function renderStory(story: Story, layer: TextLayer): LaidStory {
  const headline = shown(story.headline, LENGTH.headline);
  return {
    id: story.id,
    headline,
    paperCount: story.paperIds.length,
    piece: inBoth((template) => layer.piece(storyPiece(template, story, headline))),
  };
}

function storyPiece({ pieces, write }: Template, story: Story, headline: string): EncodedPiece<StoryHole> {
  const goesOn = goesOnWords(story);
  return encodePiece(
    fillSome(pieces.story, {
      goesOn: goesOn && write(` · ${goesOn}`),
      headline: write(headline),
      summary: write(shown(story.summary.text, LENGTH.paragraph)),
      mark: write(madeBy(story.summary)),
    }),
  );
}

function inBoth<Value>(render: (template: Template) => Value): Record<Medium, Value> {
  return { html: render(digestTemplate.html), text: render(digestTemplate.text) };
}
