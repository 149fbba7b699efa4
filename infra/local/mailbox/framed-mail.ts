import type { Showing } from './mail-page.js';

const ASKS = /\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi;

/**
 * A mail's HTML as its frame shows it: links open new windows, for the frame may not leave the mail; and where colours
 * are chosen, the mail's own questions for dark or light are answered here, because no browser lets a page choose them
 * for a sandboxed frame.
 */
export function framedMail(mailHtml: string, colours: Showing['colours']): string {
  const answered =
    colours === 'system'
      ? mailHtml
      : mailHtml.replace(ASKS, (_, asked) =>
          asked.toLowerCase() === colours ? '(min-width: 0px)' : '(max-width: 0px)',
        );
  const scheme = colours === 'system' ? '' : `<style>:root { color-scheme: ${colours} }</style>`;
  const added = `<base target="_blank">${scheme}`;
  const withHead = answered.replace(/<head(\s[^>]*)?>/i, (head) => head + added);
  return withHead === answered ? added + answered : withHead;
}
