import { z } from 'zod';
import { parseJsonAs } from '../../shared/parse.js';
import { Secrets } from '../../shared/secrets.js';

/** Links are valid for 400 days: whoever rotates each quarter breaks none that is younger. */
export const KEYS_KEPT = 6;

/**
 * The secrets' text with a new key in front, which signs from now on; the earlier ones are read still, up to six in
 * all. Whatever else is in it, `addressKey` first, stays as it is.
 * @throws ShapeError when the text is no secrets
 */
export function withNewLinkKey(text: string, newKey: string): string {
  const { linkKeys } = parseJsonAs(Secrets, text, 'secrets');
  const kept = parseJsonAs(z.looseObject({}), text, 'secrets');
  return JSON.stringify({ ...kept, linkKeys: [newKey, ...linkKeys].slice(0, KEYS_KEPT) });
}
