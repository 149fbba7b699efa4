import { Hono } from 'hono';
import { LinkError } from '../../../shared/links/token.js';
import { page } from '../../../templates/pages/layout.js';
import { deadLink } from '../../../templates/pages/reader/subscribe.js';
import type { ReaderPorts } from '../ports.js';
import { digestRoutes } from './digests-routes.js';
import { leaveRoutes } from './leave.js';
import { ownFormsOnly } from './origin.js';
import { preferencesRoutes } from './preferences.js';
import { subscribeRoutes } from './subscribe.js';
import { voteRoutes } from './vote.js';

/** What readers do about themselves: subscribe, choose, vote, pause, leave. */
export function readerRoutes(ports: ReaderPorts): Hono {
  const app = new Hono();
  app.use('/subscribe', ownFormsOnly(ports.site.baseUrl));
  app.use('/link', ownFormsOnly(ports.site.baseUrl));
  for (const routes of [subscribeRoutes, preferencesRoutes, voteRoutes, digestRoutes, leaveRoutes]) {
    app.route('/', routes(ports));
  }
  app.onError((error, context) => {
    if (!(error instanceof LinkError)) throw error;
    return context.html(page(ports.site, ...deadLink()), 404);
  });
  return app;
}
