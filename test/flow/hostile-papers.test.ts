import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalHouse, openLocalHouse } from '../../infra/local/house.js';
import { supplyPapers } from '../../infra/local/papers.js';
import { runDay } from '../../infra/local/run-day.js';
import { type KeptMail, mailsIn } from '../support/mails.js';
import { silent, temporaryFolder } from '../support/silent.js';

const HOSTILE = '</mj-text><mj-include path="x"/><script>alert(1)</script> & "q" {{x}}';

const papers = Array.from({ length: 14 }, (_, n) => ({
  id: `2601.${String(50_000 + n)}`,
  title: n === 0 ? HOSTILE : `On fluid number ${n}`,
  abstract:
    n === 0
      ? 'We correct errors of quantum computers with surface codes. {{manage}} <img src=x onerror=alert(1)>'
      : `We study matter number ${n} of fields, fluids and forms. The ${n}th bound is tight.`,
  categories: [n === 0 ? 'quant-ph' : 'physics.flu-dyn'],
  announced: '2026-01-22',
  authors: ['<b>Bold</b>'],
}));

describe('a paper whose texts are markup', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let house: LocalHouse;
  let mail: KeptMail;

  beforeAll(async () => {
    folder = await temporaryFolder();
    const file = join(folder.folder, 'papers.jsonl');
    await writeFile(file, papers.map((paper) => JSON.stringify(paper)).join('\n'));
    house = await openLocalHouse({
      dataDir: join(folder.folder, 'data'),
      fresh: true,
      webUrl: 'http://127.0.0.1:3000',
    });
    await runDay(house, await supplyPapers({ papers: file }), silent());
    const found = (await mailsIn(house.mailboxDir)).find(({ mail: { text } }) => text?.includes('{{x}}'));
    if (!found) throw new Error('expected a mail with the hostile title');
    mail = found;
  }, 60_000);

  afterAll(async () => {
    await house.close();
    await folder.remove();
  });

  it('arrives as those characters in the text', () => {
    expect(mail.mail.text).toContain(HOSTILE);
  });

  it('arrives as those characters, and not as markup, in the HTML', () => {
    const html = mail.mail.html ?? '';

    expect(html).toContain(
      '&lt;/mj-text&gt;&lt;mj-include path=&quot;x&quot;/&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;q&quot; {{x}}',
    );
    expect(html).not.toMatch(/<script|<mj-|<img src=x/i);
    expect(html).toContain('&lt;b&gt;Bold&lt;/b&gt;');
  });
});
