import { categoryName } from '../shared/domain/category.js';
import type { Edition, EditionPaper, Story } from '../shared/domain/edition.js';
import { votePath } from '../shared/links/digest-links.js';
import type { Both, Card, CardHole, EditionCards, StoryCard, StoryHole } from './card.js';
import { digestTemplate, type Template } from './digest-pieces.js';
import { type Body, type EncodedPiece, encodeBody, encodePiece } from './encoded.js';
import { authorsLine, goesOnWords, type Link, linksOf, madeBy, shown, signalsLine } from './paper-words.js';
import { fill, fillSome } from './piece.js';

/** The most UTF-16 units that each field of a card keeps; the rest is at the source. */
const LENGTH = { title: 300, summary: 700, abstract: 1_600, headline: 200, paragraph: 900 };

/** Renders and encodes an edition's papers and stories, once for all its digests. Texts are escaped, TeX is Unicode. */
export function renderCards(edition: Edition): EditionCards {
  const storyOf = new Map(
    edition.stories.flatMap((story) => story.paperIds.map((id) => [id, story.id] as const)),
  );
  return {
    day: edition.day,
    sample: edition.sample,
    completeness: edition.completeness,
    failures: edition.failures,
    papers: new Map(edition.papers.map((paper) => [paper.id, renderCard(paper, storyOf.get(paper.id))])),
    stories: new Map(edition.stories.map((story) => [story.id, renderStory(story)])),
  };
}

function renderCard(paper: EditionPaper, storyId: string | undefined): Card {
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
  return {
    title,
    storyId,
    piece: inBoth((template) => cardPiece(template, fields)),
    summary: renderBody(shown(paper.tldr.text, LENGTH.summary), madeBy(paper.tldr)),
    abstract: renderBody(shown(paper.abstract, LENGTH.abstract), 'Abstract'),
    filled: {},
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
}

function cardPiece({ pieces, write }: Template, fields: Fields): EncodedPiece<CardHole> {
  const links = fields.links.map(({ label, url }) => fill(pieces.link, { label, url: write(url) }));
  return encodePiece(
    fillSome(pieces.card, {
      chip: fields.chip === undefined ? '' : fill(pieces.chip, { name: write(fields.chip) }),
      signals: fields.signals === '' ? '' : fill(pieces.signals, { text: write(fields.signals) }),
      url: write(fields.links[0]?.url ?? ''),
      title: write(fields.title),
      authors: write(fields.authors),
      link: links.join(''),
      more: write(fields.more),
      less: write(fields.less),
    }),
  );
}

function renderBody(text: string, mark: string): Both<Body> {
  return inBoth(({ pieces, write }) =>
    encodeBody(fill(pieces.body, { text: write(text), mark: write(mark) })),
  );
}

function renderStory(story: Story): StoryCard {
  const headline = shown(story.headline, LENGTH.headline);
  const summary = shown(story.summary.text, LENGTH.paragraph);
  const mark = madeBy(story.summary);
  const goesOn = goesOnWords(story);
  return {
    headline,
    paperCount: story.paperIds.length,
    piece: inBoth(({ pieces, write }) =>
      encodePiece<StoryHole>(
        fillSome(pieces.story, {
          goesOn: goesOn && write(` · ${goesOn}`),
          headline: write(headline),
          summary: write(summary),
          mark: write(mark),
        }),
      ),
    ),
  };
}

function inBoth<Value>(render: (template: Template) => Value): Both<Value> {
  return { html: render(digestTemplate.html), text: render(digestTemplate.text) };
}
