import type { Task } from '../../../functions/deliver/make.js';
import { categoryName } from '../../../shared/domain/category.js';
import type { Digest, Pick } from '../../../shared/domain/digest.js';
import type { Edition, EditionPaper } from '../../../shared/domain/edition.js';
import { type DigestLinks, digestLinks, votePath } from '../../../shared/links/digest-links.js';
import { texToUnicode } from '../../../shared/text/tex.js';
import { type Block, leadOf } from '../../../templates/blocks.js';
import { storyCount } from '../../../templates/bodies.js';
import { authorsLine, signalsLine, titleAhead } from '../../../templates/paper-words.js';
import { type DigestWords, planDigest } from '../../../templates/plan.js';
import { letterhead } from '../letterhead.js';
import { NOW, type Press } from './press.js';

/** One digest as an ordinary template wants it: the names are those of our pieces and their holes. */
export interface MailView extends DigestWords {
  subject: string;
  preheader: string;
  envelope: {
    from: { name: string; address: string };
    to: string;
    subject: string;
    messageId: string;
    date: Date;
    headers: Record<string, string>;
  };
  blocks: object[];
  read: string;
  manage: string;
  pause: string;
  unsubscribe: string;
}

/** Returns how the mails of an edition are laid before the rivals: matched and looked up already, free of charge. */
export function viewsOf(edition: Edition, { shelved }: Press): (task: Task, digest: Digest) => MailView {
  const papers = new Map(edition.papers.map((paper) => [paper.id, paper]));
  const stories = new Map(edition.stories.map((story) => [story.headline, story]));
  const { sender, site } = letterhead;
  return ({ subscriber }, digest) => {
    const links = digestLinks(subscriber, edition.day, site);
    const plan = planDigest({ cards: [shelved.cards], digest, show: 'abstracts', sender, links });
    const blockView = (block: Block) => {
      const { story, chosen } = block;
      const card = chosen.map(({ pick }) => cardView(papers.get(pick.paperId), pick, links));
      if (story === undefined) return { papers: { card } };
      return {
        story: {
          headline: story.lead.words,
          summary: texToUnicode(stories.get(story.lead.words)?.summary.text ?? ''),
          mark: 'In the authors’ words',
          count: storyCount(block),
          card,
        },
      };
    };
    return {
      ...plan.words,
      subject: plan.subject.words,
      preheader: plan.ahead.map((shown) => titleAhead(leadOf(shown).words)).join(' · '),
      envelope: {
        from: { name: sender.name, address: sender.address },
        to: subscriber.address,
        subject: plan.subject.words,
        messageId: `<${edition.day}.AbCdEfGhIjKl@example.org>`,
        date: NOW,
        headers: listHeaders(links.oneClick, edition.day),
      },
      blocks: plan.blocks.map(blockView),
      read: links.read,
      manage: links.manage,
      pause: `${links.manage}#pause`,
      unsubscribe: links.unsubscribe,
    };
  };
}

function cardView(paper: EditionPaper | undefined, pick: Pick, links: DigestLinks): object {
  if (paper === undefined) throw new RangeError('expected a paper of the edition');
  const text = signalsLine(paper.signals);
  const { title, authors, categories, abstract, abstractUrl, pdfUrl } = paper;
  return {
    title,
    url: abstractUrl,
    authors: authorsLine(authors),
    chip: { name: categoryName(categories[0] ?? '') },
    signals: text && { text },
    text: texToUnicode(abstract),
    mark: 'Abstract',
    why: pick.why,
    link: [
      { label: 'Abstract', url: abstractUrl },
      { label: 'PDF', url: pdfUrl },
    ],
    vote: links.vote,
    more: votePath(pick.paperId, 'more'),
    less: votePath(pick.paperId, 'less'),
  };
}

function listHeaders(oneClick: string, day: string): Record<string, string> {
  return {
    'Auto-Submitted': 'auto-generated',
    'List-Id': '<digest.example.org>',
    'List-Unsubscribe': `<${oneClick}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'Feedback-ID': `${day}:digest:example.org`,
  };
}
