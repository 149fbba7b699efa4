import type { Day } from '../domain/day.js';
import type { PaperId } from '../domain/paper.js';
import type { Subscriber } from '../domain/subscriber.js';
import { remembering } from '../once.js';
import { signMailTokens } from './token.js';

/** The signed links that one digest carries. */
export interface DigestLinks {
  manage: string;
  /** A page with a button. */
  unsubscribe: string;
  /** Acts at once on a POST, as RFC 8058 says. */
  oneClick: string;
  /** The digest on the web. */
  read: string;
  /** What {@link votePath} goes on from, so that a mail's many vote links are signed and encoded once. */
  vote: string;
}

const DAYS_VALID = 400;

const DAYS_KEPT = 20;
/** In whole seconds since 1970. */
const expiryOf = remembering(
  DAYS_KEPT,
  (day: Day) => Math.floor(Date.parse(`${day}T00:00:00Z`) / 1000) + DAYS_VALID * 86_400,
);

/** The links of the digest of `day` for `subscriber`, under the site's `baseUrl`; each valid 400 days. */
export function digestLinks(
  subscriber: Pick<Subscriber, 'id' | 'linkEpoch'>,
  day: Day,
  site: { baseUrl: string; linkKeys: readonly string[] },
): DigestLinks {
  const { id: subscriberId, linkEpoch } = subscriber;
  const tokens = signMailTokens({ subscriberId, linkEpoch, expiresAt: expiryOf(day) }, site.linkKeys);
  const unsubscribe = `${site.baseUrl}/unsubscribe/${tokens.unsubscribe}`;
  return {
    manage: `${site.baseUrl}/preferences/${tokens.manage}`,
    unsubscribe,
    oneClick: unsubscribe,
    read: `${site.baseUrl}/digest/${tokens.read}/${day}`,
    vote: `${site.baseUrl}/vote/${tokens.vote}`,
  };
}

/** The end of the link that votes on a paper, the same for every reader. */
export function votePath(paperId: PaperId, direction: 'more' | 'less'): string {
  return `/${direction}/${encodeURIComponent(paperId)}`;
}
