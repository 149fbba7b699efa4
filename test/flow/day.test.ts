import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalHouse, openLocalHouse } from '../../infra/local/house.js';
import { type PaperSupply, supplyPapers } from '../../infra/local/papers.js';
import { type DaySummary, runDay } from '../../infra/local/run-day.js';
import { needs, readStrictly, spamScore } from '../support/mail-judges.js';
import { type KeptMail, mailsIn } from '../support/mails.js';
import { silent, temporaryFolder } from '../support/silent.js';

describe("the sample's day, from papers over HTTP to mails in the mailbox", () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let house: LocalHouse;
  let supply: PaperSupply;
  let summary: DaySummary;
  let mails: KeptMail[];

  beforeAll(async () => {
    folder = await temporaryFolder();
    house = await openLocalHouse({ dataDir: folder.folder, fresh: false, webUrl: 'http://127.0.0.1:3000' });
    supply = await supplyPapers({ sample: true, date: '2026-01-22' });
    summary = await runDay(house, supply, silent());
    mails = await mailsIn(house.mailboxDir);
  }, 120_000);

  afterAll(async () => {
    await house.close();
    await supply.close();
    await folder.remove();
  });

  it('sends every reader a digest, and says so in figures that add up', () => {
    expect(summary).toMatchObject({
      edition: '2026-01-22',
      sample: true,
      due: 5,
      sent: 5,
      skipped: 0,
      failed: 0,
    });
    expect(summary.papers).toBeGreaterThanOrEqual(60);
    expect(summary.stories).toBeGreaterThanOrEqual(4);
    expect(new Set(mails.map(({ to }) => to)).size).toBe(5);
  });

  it('sends each reader something else', () => {
    const subjects = new Set(mails.map(({ mail }) => mail.subject));
    const papersOf = mails.map(({ mail }) => new Set(mail.text?.match(/arxiv\.org\/abs\/\S+/g)));

    expect(subjects.size).toBe(5);
    for (const [index, mine] of papersOf.entries()) {
      for (const other of papersOf.slice(index + 1)) {
        const shared = [...mine].filter((paper) => other.has(paper)).length;
        expect(shared).toBeLessThan(Math.min(mine.size, other.size));
      }
    }
  });

  it('says in each mail that it is the sample, why each paper is there, and how to leave', () => {
    for (const { mail } of mails) {
      expect(mail.text).toContain('sample');
      expect(mail.text?.match(/^Why: /gm)?.length).toBe(mail.text?.match(/^Abstract: /gm)?.length);
      expect(mail.headers.find(({ key }) => key === 'list-unsubscribe-post')?.value).toBe(
        'List-Unsubscribe=One-Click',
      );
      expect(mail.headers.find(({ key }) => key === 'list-unsubscribe')?.value).toMatch(
        /^<http:\/\/127\.0\.0\.1/,
      );
    }
  });

  it('sends nothing twice when the day is run again', async () => {
    const again = await runDay(house, supply, silent());

    expect(again).toMatchObject({ due: 0, sent: 0, skipped: 0, failed: 0, alreadySettled: 5 });
    expect(await mailsIn(house.mailboxDir)).toHaveLength(5);
  });

  it("passes Python's strict e-mail parser without a defect", async (context) => {
    needs(context, 'python3');

    for (const { raw, mail } of mails) {
      const reading = await readStrictly(raw);
      expect(reading.headers.Subject).toBe(mail.subject);
    }
  });

  it('scores at most 0 in SpamAssassin', { timeout: 60_000 }, async (context) => {
    needs(context, 'spamassassin');

    for (const { raw } of mails) expect(await spamScore(raw)).toBeLessThanOrEqual(0);
  });
});
