import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { logFailure } from '../../shared/log.js';
import { page, type Site } from '../../templates/pages/layout.js';
import { notice } from '../../templates/pages/notice.js';
import { formStyle, formStylePath, icon, iconPath, style, stylePath } from '../../templates/pages/style.js';
import type { WebPorts } from './ports.js';
import { readerRoutes } from './reader/routes.js';
import { readingRoutes } from './reading/routes.js';
import { pageHeaders, privateUnlessSaid, unchanging } from './safety.js';

/** The largest form is that of the preferences. */
const BODY_BYTES = 100_000;

/** Everything that readers meet on the web, by request and answer. */
export function webApp(ports: WebPorts): Hono {
  return framed(ports.site, [readerRoutes(ports), readingRoutes(ports)]);
}

/** What every page has around it, whatever the routes: headers, stylesheets, limits, and what is said when all fails. */
export function framed(site: Site, routes: readonly Hono[]): Hono {
  const app = new Hono();
  app.use(pageHeaders(site.baseUrl), privateUnlessSaid);
  app.use(
    bodyLimit({
      maxSize: BODY_BYTES,
      onError: (context) => context.html(page(site, ...notice('tooLarge')), 413),
    }),
  );
  for (const [path, sheet] of Object.entries({ [stylePath]: style, [formStylePath]: formStyle })) {
    app.get(path, unchanging, (context) =>
      context.body(sheet, 200, { 'Content-Type': 'text/css; charset=utf-8' }),
    );
  }
  app.get(iconPath, unchanging, (context) => context.body(icon, 200, { 'Content-Type': 'image/svg+xml' }));
  for (const part of routes) app.route('/', part);
  app.notFound((context) => context.html(page(site, ...notice('notFound')), 404));
  app.onError((error, context) => {
    if (error instanceof HTTPException && error.status < 500) {
      return context.html(page(site, ...notice('refused')), error.status);
    }
    logFailure('web', error);
    return context.html(page(site, ...notice('failed')), 500);
  });
  return app;
}
