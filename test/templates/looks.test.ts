import axe from 'axe-core';
import { expect, test } from 'vitest';
import { digestHtml } from '../../templates/digest.js';
import { aMail, anEdition, papers } from './fixtures.js';
import { hasChromium, inEachLook } from './looks.js';

test('a digest can be read by everyone on every screen, light and dark', async (context) => {
  if (!hasChromium) context.skip('chromium is not installed');
  const [first, second, ...others] = papers(5, {
    signals: { upvotes: 12 },
    codeUrl: 'https://code.example/x',
  });
  const edition = anEdition(
    [first, second, ...others].filter((paper) => paper !== undefined),
    {
      sample: true,
      stories: [
        {
          id: '2026-01-22.s1',
          headline: 'Swifts sleep in the air',
          headlineMethod: 'llm',
          summary: { text: 'Two groups saw it.', method: 'llm' },
          paperIds: ['arxiv:2601.10000', 'arxiv:2601.10001'],
        },
      ],
    },
  );

  const problems: string[] = [];
  await inEachLook(digestHtml(aMail(edition)), async (page, name) => {
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
    problems.push(...violations.map(({ id, nodes }) => `${name}: ${id} at ${nodes[0]?.html}`));
    const tooWide = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
    if (tooWide > 0) problems.push(`${name}: ${tooWide} pixels too wide`);
  });

  expect(problems).toEqual([]);
});
