import { Hono } from 'hono';
import { LinkError } from '../../../shared/links/token.js';
import { page } from '../../../templates/pages/layout.js';
import * as pages from '../../../templates/pages/reader/leave.js';
import type { ReaderPorts } from '../ports.js';
import { mailFreshLink } from './ask.js';
import { exportOf } from './export.js';
import { hindranceOf } from './hindrance.js';
import { forgetVotes } from './learning.js';
import { openPass, openToErase, type Pass } from './pass.js';

/** Leaving and coming back, taking one's data along, and being forgotten. */
export function leaveRoutes(ports: ReaderPorts): Hono {
  const { site } = ports;
  const app = new Hono();

  app.get('/unsubscribe/:token', async (context) => {
    const pass = await openPass(ports, context.req.param('token'), 'unsubscribe');
    return context.html(
      page(site, ...pages.leavePage(leaveView(pass, pass.subscriber.state === 'unsubscribed'))),
    );
  });

  // RFC 8058: acts at once, whatever the body says and however it is encoded; the page's button posts here too.
  app.post('/unsubscribe/:token', async (context) => {
    const pass = await openPass(ports, context.req.param('token'), 'unsubscribe');
    await ports.subscribers.unsubscribe(pass.subscriber.id, ports.now());
    return context.html(page(site, ...pages.leavePage(leaveView(pass, true))));
  });

  app.post('/resubscribe/:token', async (context) => {
    const pass = await openPass(ports, context.req.param('token'), 'unsubscribe');
    const { subscriber, profile } = pass;
    const standing = await ports.subscribers.activate(subscriber.id, profile.preferences, ports.now());
    if (standing.kind === 'known') return context.html(page(site, ...pages.backPage(subscriber.address)));
    return context.html(page(site, ...pages.leavePage(leaveView(pass, true))));
  });

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

function leaveView({ token, subscriber }: Pass, left: boolean) {
  const hindrance = subscriber.suppressed && hindranceOf(subscriber);
  return { token, address: subscriber.address, left, hindrance };
}

function privacyView({ token, subscriber, profile, links }: Pass): pages.PrivacyView {
  const { consent } = profile;
  const agreed = consent
    ? `You asked for it on ${consent.askedAt.slice(0, 10)} by the form at ${consent.form} (text of ${consent.textVersion})${
        consent.confirmedAt ? ` and confirmed on ${consent.confirmedAt.slice(0, 10)}` : ''
      }.`
    : '';
  return { token, address: subscriber.address, links, agreed };
}
