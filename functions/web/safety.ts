import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { secureHeaders } from 'hono/secure-headers';

/**
 * The headers of every answer: no script, no frame, nothing from another host, no referrer. A page that holds no
 * token may say another `Referrer-Policy`, for the browser tells a form's origin only where the referrer is told.
 */
export function pageHeaders(baseUrl: string): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
    referrerPolicy: 'no-referrer',
    xFrameOptions: 'DENY',
    strictTransportSecurity: baseUrl.startsWith('https:') ? 'max-age=63072000; includeSubDomains' : false,
    overwrite: false,
  });
}

/** An answer that does not say how long it may be kept is for one person: kept nowhere, found by no search engine. */
export const privateUnlessSaid = createMiddleware(async (context, next) => {
  await next();
  if (context.res.headers.has('Cache-Control')) return;
  context.header('Cache-Control', 'no-store');
  context.header('X-Robots-Tag', 'noindex');
});

/** For what has the hash of its content in its path. */
export const unchanging = createMiddleware(async (context, next) => {
  context.header('Cache-Control', 'public, max-age=31536000, immutable');
  await next();
});

/** For pages that are the same for everybody, for `seconds`, unless the page itself says otherwise. */
export function publicFor(seconds: number): MiddlewareHandler {
  return createMiddleware(async (context, next) => {
    await next();
    if (context.res.status >= 400 || context.res.headers.has('Cache-Control')) return;
    context.header('Cache-Control', `public, max-age=${seconds}`);
    context.header('Referrer-Policy', 'same-origin');
  });
}
