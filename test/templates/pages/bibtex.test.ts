import { describe, expect, it } from 'vitest';
import { bibtex } from '../../../templates/pages/bibtex.js';
import { aPaper } from '../../support/papers.js';

describe('BibTeX', () => {
  it('has what others need to find the paper', () => {
    const entry = bibtex(
      aPaper({
        id: 'arxiv:2601.09735',
        title: 'The Sleep of Swifts over $\\mathbb{R}^2$',
        authors: ['Ana Gómez', 'The Swift, Night and Day Collaboration'],
        submittedAt: '2026-01-20T10:00:00Z',
        doi: '10.1000/a_b',
      }),
    );
    expect(entry).toBe(
      [
        '@misc{gomez2026sleep,',
        '  title = {{The Sleep of Swifts over $\\mathbb{R}^2$}},',
        '  author = {Ana Gómez and {The Swift, Night and Day Collaboration}},',
        '  year = {2026},',
        '  eprint = {2601.09735},',
        '  archivePrefix = {arXiv},',
        '  primaryClass = {cs.LG},',
        '  doi = {10.1000/a_b},',
        '  url = {https://arxiv.org/abs/2601.09735}',
        '}',
      ].join('\n'),
    );
  });

  it.each(['} , evil = {x', '{{{', 'a } b { c', '100% of R&D #1'])(
    'cannot be broken by the title %s',
    (title) => {
      const entry = bibtex(aPaper({ title }));
      let depth = 0;
      const depths = [...entry.replace(/\\./g, '')].map((sign) => {
        depth += sign === '{' ? 1 : sign === '}' ? -1 : 0;
        return depth;
      });
      expect(Math.min(...depths.slice(0, -1))).toBeGreaterThanOrEqual(0);
      expect(depths.at(-1)).toBe(0);
      expect(entry).not.toMatch(/(?<!\\)[%&#]/);
    },
  );
});
