import type { Paper } from '../../shared/domain/paper.js';
import { contentWords } from '../../shared/terms/words.js';
import { cleanText } from '../../shared/text/plain.js';

/** The paper as a BibTeX entry; its TeX is left as the authors wrote it. */
export function bibtex(paper: Paper): string {
  const eprint = paper.id.startsWith('arxiv:') ? paper.id.slice('arxiv:'.length) : undefined;
  const year = (paper.submittedAt ?? paper.announcedOn ?? paper.updatedAt)?.slice(0, 4);
  const fields = {
    title: `{${balanced(paper.title)}}`,
    author: paper.authors.map(authorName).join(' and '),
    year,
    eprint,
    archivePrefix: eprint && 'arXiv',
    primaryClass: eprint && paper.categories[0],
    doi: paper.doi && balanced(paper.doi),
    url: paper.abstractUrl,
  };
  const lines = Object.entries(fields).flatMap(([name, value]) => (value ? [`  ${name} = {${value}}`] : []));
  return `@misc{${keyOf(paper, year)},\n${lines.join(',\n')}\n}`;
}

/** As others know it: the first author's last name, the year, the title's first telling word. */
function keyOf({ id, title, authors }: Paper, year = ''): string {
  const name = authors[0]?.split(' ').at(-1) ?? '';
  const key = [name, year, contentWords(title)[0] ?? ''].join('').normalize('NFKD');
  return key.replace(/[^A-Za-z0-9]/g, '').toLowerCase() || id.replace(/[^A-Za-z0-9]/g, '');
}

/** A name that BibTeX would take for several, or for a surname first, is kept together by braces. */
function authorName(name: string): string {
  const plain = balanced(name);
  return /,|\band\b/.test(plain) ? `{${plain}}` : plain;
}

/** Text that cannot end its field early: braces that do not pair up are left out, and bare signs of TeX escaped. */
function balanced(text: string): string {
  const clean = cleanText(text).replace(/(?<!\\)[&%#]/g, '\\$&');
  let depth = 0;
  for (const [sign] of clean.matchAll(/(?<!\\)[{}]/g)) {
    depth += sign === '{' ? 1 : -1;
    if (depth < 0) break;
  }
  return depth === 0 ? clean : clean.replace(/[{}]/g, '');
}
