import { anEditionPaper } from '../../../support/papers.js';

export const DAY = '2026-01-22';
/** Words without end, to cut texts from. */
export const WORDS =
  'adaptive sampling reveals how large language models organise knowledge over time and scale '.repeat(40);

/** Papers with texts as long as they get, numbered, in four fields. */
export const aDay = (count: number, day: string, number: string) =>
  Array.from({ length: count }, (_, n) =>
    anEditionPaper({
      id: `arxiv:${number}.${String(n).padStart(5, '0')}`,
      title: `${n}: ${WORDS.slice(n, n + 75)}`,
      abstract: WORDS.slice(n, n + 1_350),
      authors: Array.from({ length: 6 }, (_, a) => `Given${a} Familyname${n}`),
      categories: [['cs.LG', 'cs.CL', 'cs.RO', 'astro-ph.GA'][n % 4] ?? 'cs.LG', 'cs.AI'],
      pdfUrl: `https://arxiv.org/pdf/${number}.${n}`,
      codeUrl: `https://example.org/${day}/${n}`,
      signals: { upvotes: n, stars: n * 3 },
      tldr: { text: WORDS.slice(n, n + 180), method: 'llm', model: 'm', madeAt: `${day}T05:00:00Z` },
    }),
  );

/** The first papers, told in `count` stories of `each`. */
export const stories = (papers: { id: string }[], count: number, each: number) =>
  Array.from({ length: count }, (_, s) => ({
    id: `${DAY}.s${s + 1}`,
    headline: `Story number ${s + 1}`,
    headlineMethod: 'llm' as const,
    summary: { text: `What story ${s + 1} tells. `.repeat(12), method: 'llm' as const },
    paperIds: papers.slice(s * each, (s + 1) * each).map(({ id }) => id),
  }));
