import { type Context, Hono } from 'hono';
import { dayIn } from '../../../shared/domain/day.js';
import { LinkError } from '../../../shared/links/token.js';
import { dayWords } from '../../../templates/date.js';
import { page } from '../../../templates/pages/layout.js';
import * as pages from '../../../templates/pages/reader/leave.js';
import { whenWords } from '../../../templates/pages/reader/when.js';
import type { ReaderPorts } from '../ports.js';
import { mailFreshLink } from './ask.js';
import { exportOf } from './export.js';
import { hindranceOf } from './hindrance.js';
import { forgetVotes } from './learning.js';
import { openPass, openToErase, type Pass } from './pass.js';

/** Out and back by a mail's own link, and among all pages of a reader. */
const WAYS_OUT = [
  { purpose: 'unsubscribe', leave: '/unsubscribe/:token', back: '/resubscribe/:token' },
  { purpose: 'manage', leave: '/leave/:token', back: '/leave/:token/back' },
] as const;

/** Leaving and coming back, taking one's data along, and being forgotten. */
export function leaveRoutes(ports: ReaderPorts): Hono {
  const { site } = ports;
  const app = new Hono();

  const showLeave = (context: Context, pass: Pass, left: boolean) =>
    context.html(page(site, ...pages.leavePage(leaveView(pass, left, ports))));

  for (const { purpose, leave, back } of WAYS_OUT) {
    app.get(leave, async (context) => {
      const pass = await openPass(ports, context.req.param('token'), purpose);
      return showLeave(context, pass, pass.subscriber.state === 'unsubscribed');
    });
    // RFC 8058: acts at once, whatever the body says and however it is encoded; the page's button posts here too.
    app.post(leave, async (context) => {
      const pass = await openPass(ports, context.req.param('token'), purpose);
      await ports.subscribers.unsubscribe(pass.subscriber.id, ports.now());
      return showLeave(context, pass, true);
    });
    app.post(back, async (context) => {
      const pass = await openPass(ports, context.req.param('token'), purpose);
      const { subscriber, profile } = pass;
      const standing = await ports.subscribers.activate(subscriber.id, profile.preferences, ports.now());
      if (standing.kind !== 'known') return showLeave(context, pass, true);
      return context.html(
        page(site, ...pages.backPage(leaveView(pass, false, ports), whenWords(profile.preferences))),
      );
    });
  }

  app.get('/data/:token', async (context) => {
    const pass = await openPass(ports, context.req.param('token'), 'manage');
    context.header('Content-Disposition', 'attachment; filename="research-digest.json"');
    return context.json(await exportOf(pass, ports));
  });

  app.get('/privacy/:token', async (context) => {
    const pass = await openPass(ports, context.req.param('token'), 'manage');
    return context.html(page(site, ...pages.privacyPage(privacyView(pass))));
  });

  app.post('/privacy/:token/revoke', async (context) => {
    const { subscriber } = await openPass(ports, context.req.param('token'), 'manage');
    await ports.profiles.revokeFeed(subscriber.id);
    if (!(await ports.profiles.revokeLinks(subscriber.id))) throw new LinkError('revoked');
    await mailFreshLink(subscriber.id, ports);
    return context.html(page(site, ...pages.revokedPage()));
  });

  app.post('/privacy/:token/erase', async (context) => {
    const id = await openToErase(ports, context.req.param('token'));
    await forgetVotes(id, ports);
    await ports.suppressions.erase(id, ports.now());
    return context.html(page(site, ...pages.erasedPage()));
  });

  return app;
}

function leaveView(
  { token, grant, subscriber, links }: Pass,
  left: boolean,
  { sender }: ReaderPorts,
): pages.LeaveView {
  const managed = grant.purpose === 'manage';
  const [byMail, amongPages] = WAYS_OUT;
  const { leave, back } = managed ? amongPages : byMail;
  return {
    address: subscriber.address,
    left,
    leave: leave.replace(':token', token),
    back: back.replace(':token', token),
    links: managed ? links : undefined,
    hindrance: subscriber.suppressed && hindranceOf(subscriber, sender),
  };
}

function privacyView({ token, subscriber, profile, links }: Pass): pages.PrivacyView {
  const { consent, preferences } = profile;
  const on = (instant: string) => dayWords(dayIn(preferences.timeZone, new Date(instant)));
  const confirmed = consent?.confirmedAt ? ` and confirmed it on ${on(consent.confirmedAt)}` : '';
  const agreed = consent
    ? `You asked for the digest on ${on(consent.askedAt)} by the form at ${consent.form} (its text of ${consent.textVersion})${confirmed}.`
    : '';
  return { token, address: subscriber.address, links, agreed };
}
