/** What a screen obeys and a reader cannot see: controls and format characters, bidi overrides among them; not the joiners that scripts need. */
const UNSEEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}]/gu;

/** Where there is anything to clean at all: most texts have nothing, and every digest asks. */
const UNCLEAN = /[\p{Cc}\p{Cf}\p{Cs}]|[^\S ]|\s\s|^\s|\s$/u;

/** Returns `text` without what a reader cannot see but a screen obeys, its runs of white space as one space. */
export function cleanText(text: string): string {
  if (!UNCLEAN.test(text)) return text;
  return text.toWellFormed().replace(/\s+/g, ' ').replace(UNSEEN, '').trim();
}

/** Returns `text` cut at a word, with `…`, so that it has at most `length` UTF-16 units. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const head = text.slice(0, length - 1);
  const space = head.lastIndexOf(' ');
  const kept = space > length / 2 ? head.slice(0, space) : head;
  return `${kept.replace(/[\uD800-\uDBFF]$/, '').replace(/[\s,;:.–—-]+$/, '')}…`;
}

/** Returns `text` as the text of an HTML element, where quotes stand for themselves. */
export function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? character);
}

/** Returns `text` as HTML text or attribute value. */
export function escapeHtml(text: string): string {
  return SPECIAL.test(text)
    ? text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
    : text;
}

/** Links have nothing to escape, and every mail asks: finding that out takes half of replacing nothing. */
const SPECIAL = /[&<>"']/;

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Returns `url` normalised when it is http or https, else undefined. */
export function webUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : undefined;
}
