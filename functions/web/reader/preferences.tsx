import { Hono } from 'hono';
import { addDays, dayIn } from '../../../shared/domain/day.js';
import type { Preferences } from '../../../shared/domain/preferences.js';
import { LinkError } from '../../../shared/links/token.js';
import type { Limit } from '../../../shared/stores/limits.js';
import { page } from '../../../templates/pages/layout.js';
import {
  type PreferencesView,
  preferencesForm,
  preferencesPage,
} from '../../../templates/pages/reader/preferences.js';
import { Preview } from '../../../templates/pages/reader/preview.js';
import { whenWords } from '../../../templates/pages/reader/when.js';
import type { ReaderPorts } from '../ports.js';
import { postedForm } from './form.js';
import { hindranceOf } from './hindrance.js';
import { keepTopics } from './matching.js';
import { openPass, type Pass } from './pass.js';
import { draftOf, readPreferences, timeZones } from './preferences-form.js';
import { previewOf } from './preview.js';

/** Of one reader: each may bring phrases that a model has never seen. */
const SAVES: Limit = { most: 40, seconds: 3_600 };
const TOO_OFTEN = 'They were saved very often within an hour. Please try again in an hour.';

/** Seeing, trying and saving what a reader chose. */
export function preferencesRoutes(ports: ReaderPorts): Hono {
  const { site } = ports;
  const app = new Hono();

  app.get('/preferences/:token', async (context) => {
    const pass = await openPass(ports, context.req.param('token'), 'manage');
    return context.html(page(site, ...preferencesPage(viewOf(pass, ports))));
  });

  app.post('/preferences/:token', async (context) => {
    const pass = await openPass(ports, context.req.param('token'), 'manage');
    const form = await postedForm(context);
    const { preferences: before } = pass.profile;
    const { draft, problems, preferences, pausedUntil } = readPreferences(
      form,
      before,
      dayIn(before.timeZone, ports.now()),
    );
    const view = { ...viewOf(pass, ports), draft, problems };
    if (Object.keys(problems).length > 0) return context.html(page(site, ...preferencesPage(view)), 422);
    if (form.text('do') === 'preview') {
      const preview = <Preview {...(await previewOf(preferences, pass, ports))} form={preferencesForm} />;
      return context.html(page(site, ...preferencesPage({ ...view, preview })));
    }
    const { id } = pass.subscriber;
    if (!(await ports.limits.take(`saves#${id}`, SAVES, ports.now()))) {
      return context.html(page(site, ...preferencesPage({ ...view, problems: { form: TOO_OFTEN } })), 429);
    }
    await keepTopics(preferences.topics, ports);
    if (!(await ports.profiles.choose(id, preferences, pausedUntil))) {
      throw new LinkError('revoked');
    }
    return context.html(
      page(site, ...preferencesPage({ ...view, paused: pausedUntil, saved: savedWords(preferences) })),
    );
  });

  return app;
}

function savedWords(preferences: Preferences): string {
  const when = whenWords(preferences);
  return when === undefined
    ? 'No mail is sent; your digests are under “My digests”, and in your feed.'
    : `The next digest goes by these, ${when}.`;
}

function viewOf(
  { token, subscriber, profile, links }: Pass,
  { sender, now }: Pick<ReaderPorts, 'sender' | 'now'>,
): PreferencesView {
  const { pausedUntil } = subscriber;
  const today = dayIn(profile.preferences.timeZone, now());
  // A pause that is over is none: only a day to come can be saved.
  const paused = pausedUntil !== undefined && pausedUntil > today ? pausedUntil : undefined;
  return {
    action: `/preferences/${token}`,
    links,
    address: subscriber.address,
    draft: draftOf(profile.preferences, paused),
    problems: {},
    timeZones,
    earliest: addDays(today, 1),
    hindrance: hindranceOf(subscriber, sender),
    paused,
  };
}
