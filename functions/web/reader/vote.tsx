import { type Context, Hono } from 'hono';
import { PaperId } from '../../../shared/domain/paper.js';
import type { Taste, TasteGroup } from '../../../shared/matching/taste.js';
import { unpackTaste } from '../../../shared/matching/taste-bytes.js';
import { page } from '../../../templates/pages/layout.js';
import { TITLE } from '../../../templates/pages/reader/preview.js';
import * as pages from '../../../templates/pages/reader/vote.js';
import { shown } from '../../../templates/paper-words.js';
import type { ReaderPorts } from '../ports.js';
import { forgetVotes, titlesOf, vote } from './learning.js';
import { openPass, type Pass } from './pass.js';

/** How many of a lesson's words are shown. */
const WORDS_SHOWN = 8;
const VOTES_SHOWN = 200;

/** The same page behind a mail's vote links, and among all pages of a reader behind a managing one. */
const TASTE_PAGES = [
  ['/taste', 'vote'],
  ['/shaping', 'manage'],
] as const;

/** Voting, and what votes came to. */
export function voteRoutes(ports: ReaderPorts): Hono {
  const { site } = ports;
  const app = new Hono();

  app.get('/vote/:token/:direction{more|less}/:paper{.+}', async (context) => {
    const pass = await openPass(ports, context.req.param('token'), 'vote');
    const direction = context.req.param('direction') === 'more' ? 'more' : 'less';
    const paper = await paperOf(context.req.param('paper'), ports);
    if (!paper) return context.html(page(site, ...pages.noSuchPaper()), 404);
    const votes = await ports.votes.of(pass.subscriber.id);
    const standing = votes.find(({ paperId }) => paperId === paper.id)?.direction;
    return context.html(page(site, ...pages.votePage({ ...basesOf(pass), paper }, direction, standing)));
  });

  app.post('/vote/:token/:change{more|less|undo}/:paper{.+}', async (context) => {
    const pass = await openPass(ports, context.req.param('token'), 'vote');
    const asked = context.req.param('change');
    const change = asked === 'more' || asked === 'less' ? asked : 'undo';
    const paper = await paperOf(context.req.param('paper'), ports);
    if (!paper) return context.html(page(site, ...pages.noSuchPaper()), 404);
    await vote(pass.subscriber.id, paper, change, ports);
    return context.html(page(site, ...pages.votedPage({ ...basesOf(pass), paper }, change)));
  });

  for (const [path, purpose] of TASTE_PAGES) {
    app.get(`${path}/:token`, async (context) => {
      return showTaste(context, await openPass(ports, context.req.param('token'), purpose), ports);
    });

    app.post(`${path}/:token/reset`, async (context) => {
      const pass = await openPass(ports, context.req.param('token'), purpose);
      await forgetVotes(pass.subscriber.id, ports);
      const { taste: _, ...profile } = pass.profile;
      const done = 'All votes are taken back, and what they taught is forgotten.';
      return showTaste(context, { ...pass, profile }, ports, done);
    });

    app.post(`${path}/:token/undo/:paper{.+}`, async (context) => {
      const token = context.req.param('token');
      const { subscriber } = await openPass(ports, token, purpose);
      const paper = await paperOf(context.req.param('paper'), ports);
      if (!paper) return context.html(page(site, ...pages.noSuchPaper()), 404);
      await vote(subscriber.id, paper, 'undo', ports);
      const done = `Taken back: your vote on “${shown(paper.title, TITLE)}”.`;
      return showTaste(context, await openPass(ports, token, purpose), ports, done);
    });
  }

  return app;
}

async function paperOf(id: string, ports: ReaderPorts) {
  const known = PaperId.safeParse(id);
  return known.success ? (await ports.papers.read([known.data])).get(known.data) : undefined;
}

const basesOf = ({ token }: Pass) => ({ base: `/vote/${token}`, taste: `/taste/${token}` });

async function showTaste(context: Context, pass: Pass, ports: ReaderPorts, done?: string) {
  const { taste, preferences } = pass.profile;
  const managed = pass.grant.purpose === 'manage';
  const learned: Taste = taste ? unpackTaste(taste.bytes) : { likes: [], dislikes: [] };
  const votes = (await ports.votes.of(pass.subscriber.id))
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, VOTES_SHOWN);
  const titles = await titlesOf(
    votes.map(({ paperId }) => paperId),
    ports,
  );
  const view: pages.TasteView = {
    action: managed ? `/shaping/${pass.token}` : `/taste/${pass.token}`,
    links: managed ? pass.links : undefined,
    timeZone: preferences.timeZone,
    topics: preferences.topics,
    likes: learned.likes.map(lessonOf),
    dislikes: learned.dislikes.map(lessonOf),
    votes: votes.map((one) => ({ ...one, title: titles.get(one.paperId) ?? one.paperId })),
    done,
  };
  return context.html(page(ports.site, ...pages.tastePage(view)));
}

function lessonOf({ title, words, evidence }: TasteGroup): pages.Lesson {
  return { title, evidence, words: words.slice(0, WORDS_SHOWN) };
}
