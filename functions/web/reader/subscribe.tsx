import { type Context, Hono } from 'hono';
import { categoryName } from '../../../shared/domain/category.js';
import { Preferences, type Topic } from '../../../shared/domain/preferences.js';
import { LinkError, readToken } from '../../../shared/links/token.js';
import type { Confirmation } from '../../../shared/stores/confirmations.js';
import { page } from '../../../templates/pages/layout.js';
import * as pages from '../../../templates/pages/reader/subscribe.js';
import type { ReaderPorts } from '../ports.js';
import { publicFor } from '../safety.js';
import { likelyMeant, readAddress } from './address.js';
import { ask, type Wish } from './ask.js';
import { postedForm } from './form.js';
import { contactOf } from './hindrance.js';
import { keepTopics } from './matching.js';
import { originOf } from './origin.js';
import { linksOf } from './pass.js';
import { readTopics } from './topics.js';

const TOO_MUCH =
  'So that nobody can misuse it, this can be asked for only so often in an hour, and just now it was asked for too often. Please try again in an hour.';

/** How long the links on the page stay good that a reader sees after confirming. */
const LINKS_SECONDS = 86_400;
/** How long the empty forms may be kept; they are the same for everybody. */
const PAGE_SECONDS = 300;

const EMPTY: pages.SubscribeDraft = { address: '', categories: new Set(), phrases: [] };

/** Subscribing, confirming, and asking for a fresh link. */
export function subscribeRoutes(ports: ReaderPorts): Hono {
  const { site } = ports;
  const app = new Hono();

  app.get('/subscribe', publicFor(PAGE_SECONDS), (context) => {
    return context.html(page(site, ...pages.subscribePage(site, EMPTY)));
  });

  app.post('/subscribe', async (context) => {
    // Without it, browsers would not tell the origin of the form that may come back.
    context.header('Referrer-Policy', 'same-origin');
    const form = await postedForm(context);
    const meant = form.text('meant');
    const typed = meant === '' ? form.text('address') : meant;
    const address = readAddress(typed);
    const { topics, problem } = readTopics(form);
    const draft = {
      address: typed,
      categories: new Set(form.list('category')),
      phrases: form.lines('phrases'),
    };
    // From the box on the reading pages, which holds an address and a topic at most: the form asks for the rest.
    if (form.text('do') === 'begin') return context.html(page(site, ...pages.subscribePage(site, draft)));
    if ('problem' in address || problem !== undefined) {
      const problems = { address: 'problem' in address ? address.problem : undefined, topics: problem };
      return context.html(page(site, ...pages.subscribePage(site, draft, problems)), 422);
    }
    const likely = meant === '' ? likelyMeant(address.address) : undefined;
    if (likely !== undefined) {
      return context.html(page(site, ...pages.subscribePage(site, draft, {}, likely)));
    }
    // A field that people do not see: what fills it in is told the same, and nothing happens.
    if (form.text('website') !== '')
      return context.html(page(site, ...pages.lookInYourMailbox(contactOf(ports.sender))));
    const again = pages.subscribePage(site, draft, { form: TOO_MUCH });
    return answerWish(context, address.address, { kind: 'subscription', topics }, ports, again);
  });

  app.get('/link', publicFor(PAGE_SECONDS), (context) => {
    return context.html(page(site, ...pages.linkPage()));
  });

  app.post('/link', async (context) => {
    context.header('Referrer-Policy', 'same-origin');
    const form = await postedForm(context);
    const meant = form.text('meant');
    const typed = meant === '' ? form.text('address') : meant;
    const address = readAddress(typed);
    if ('problem' in address) {
      return context.html(page(site, ...pages.linkPage(typed, { address: address.problem })), 422);
    }
    const likely = meant === '' ? likelyMeant(address.address) : undefined;
    if (likely !== undefined) return context.html(page(site, ...pages.linkPage(typed, {}, likely)));
    const again = pages.linkPage(typed, { form: TOO_MUCH });
    return answerWish(context, address.address, { kind: 'link' }, ports, again);
  });

  app.get('/confirm/:token', async (context) => {
    const token = context.req.param('token');
    const { known, asked } = await openConfirmation(token, ports);
    if (asked) {
      return context.html(
        page(site, ...pages.confirmPage(token, asked.address, asked.topics.map(topicWords))),
      );
    }
    if (known?.subscriber.state !== 'active') throw new LinkError('revoked');
    return context.html(
      page(site, ...pages.confirmedPage(await preferencesLink(known, ports), known.profile.preferences)),
    );
  });

  app.post('/confirm/:token', async (context) => {
    const confirmed = await confirm(context.req.param('token'), ports);
    return context.html(
      page(
        site,
        ...pages.confirmedPage(await preferencesLink(confirmed, ports), confirmed.profile.preferences),
      ),
    );
  });

  return app;
}

/** @param again the page with the form as it was sent, for when too much was asked for */
async function answerWish(
  context: Context,
  address: string,
  wish: Wish,
  ports: ReaderPorts,
  again: ReturnType<typeof pages.linkPage>,
) {
  const [{ addressKey }, cdnSecret] = await Promise.all([ports.secrets(), ports.cdnSecret?.()]);
  const taken = await ask(address, wish, originOf(context, addressKey, cdnSecret), ports);
  return taken
    ? context.html(page(ports.site, ...pages.lookInYourMailbox(contactOf(ports.sender))))
    : context.html(page(ports.site, ...again), 429);
}

/** A topic as a person reads it. */
function topicWords(topic: Topic): string {
  return topic.kind === 'phrase'
    ? `“${topic.phrase}”`
    : `${categoryName(topic.category)} (${topic.category})`;
}

/** What a confirming link asks about. @throws LinkError when it is not one, or not one any more */
async function openConfirmation(token: string, ports: ReaderPorts) {
  const { linkKeys } = await ports.secrets();
  const { subscriberId: id, linkEpoch } = readToken(token, 'confirm', linkKeys, ports.now());
  const [known, asked, standing] = await Promise.all([
    ports.subscribers.read(id),
    ports.confirmations.read(id),
    ports.subscribers.standing(id),
  ]);
  const epoch = (known?.subscriber ?? asked)?.linkEpoch;
  if (standing.kind === 'suppressed' || linkEpoch !== epoch) throw new LinkError('revoked');
  return { id, linkEpoch, known, asked };
}

/**
 * Makes whoever holds the link an active subscriber; again, it is the same. What a reader had chosen before stays,
 * but for the topics, which they have just chosen anew.
 * @throws LinkError
 */
async function confirm(token: string, ports: ReaderPorts) {
  const { id, linkEpoch, known, asked } = await openConfirmation(token, ports);
  if (!asked) {
    if (known?.subscriber.state === 'active') return known;
    throw new LinkError('revoked');
  }
  const preferences = chosenPreferences(known?.profile.preferences, asked);
  const consent = { ...asked.consent, confirmedAt: ports.now().toISOString() };
  await keepTopics(preferences.topics, ports);
  if (known) {
    await ports.profiles.choose(id, preferences, undefined);
    await ports.profiles.agree(id, consent);
  } else {
    const since = ports.now().toISOString();
    const pending = { id, address: asked.address, state: 'pending' as const, since, linkEpoch };
    await ports.subscribers.add(pending, { preferences, consent, feedEpoch: linkEpoch });
  }
  const standing = await ports.subscribers.activate(id, preferences, ports.now());
  if (standing.kind !== 'known') throw new LinkError('revoked');
  await ports.confirmations.settle(id);
  return { subscriber: standing.subscriber, profile: { preferences, consent } };
}

function chosenPreferences(before: Preferences | undefined, { topics }: Confirmation): Preferences {
  if (!before) return Preferences.parse({ topics });
  return topics.length > 0 ? { ...before, topics } : before;
}

async function preferencesLink(known: Parameters<typeof linksOf>[0], ports: ReaderPorts): Promise<string> {
  const { linkKeys } = await ports.secrets();
  const expiresAt = Math.floor(ports.now().getTime() / 1000) + LINKS_SECONDS;
  return linksOf(known, expiresAt, linkKeys, ports.now()).preferences;
}
