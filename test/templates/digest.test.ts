import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { HeaderError } from '../../shared/mail/headers.js';
import { decodeQuotedPrintable } from '../../shared/mail/quoted-printable.js';
import { MissingCardError } from '../../templates/blocks.js';
import { openCards } from '../../templates/card.js';
import { renderCards } from '../../templates/cards.js';
import { digestHtml, digestMessage, digestText } from '../../templates/digest.js';
import { needs, readStrictly, spamScore } from '../support/mail-judges.js';
import { aMail, anEdition, papers, picksOf } from './fixtures.js';

const HOSTILE = '</mj-text><mj-include path="x"/><script>alert(1)</script> & "q" {{x}}';
const ESCAPED =
  '&lt;/mj-text&gt;&lt;mj-include path=&quot;x&quot;/&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;q&quot; {{x}}';

const story = {
  id: '2026-01-22.s1',
  headline: 'Swifts sleep in the air',
  headlineMethod: 'llm',
  summary: { text: 'Two groups saw it.', method: 'llm' },
  paperIds: ['arxiv:2601.10001', 'arxiv:2601.10003'],
} as const;

describe('the message', () => {
  test('tells its papers, reasons and links in both bodies, and how to leave in its headers', async () => {
    const raw = digestMessage(aMail(anEdition(papers(3))));

    const mail = await PostalMime.parse(raw);
    expect(mail.subject).toBe('Finding number 1 about the flight of swifts, and 2 more papers');
    expect(mail.from?.address).toBe('digest@example.org');
    for (const body of [mail.html, mail.text]) {
      expect(body).toContain('Finding number 3 about the flight of swifts');
      expect(body).toContain('Ada Lark, Ben Wren, Cy Finch and 2 more');
      expect(body).toContain('Swifts stay in the air for 2 months.');
      expect(body).toContain('close to “swifts”');
      expect(body).toContain('Machine Learning');
      expect(body).toContain('https://arxiv.org/abs/2601.10001');
      expect(body).toContain('Complete: 3 of 3 in cs.LG.');
      expect(body).toContain('https://digest.example.org/preferences/t#pause');
      expect(body).toContain('1 Nest Lane, Birdham, United Kingdom');
    }
    expect(mail.html).toContain('https://digest.example.org/vote/t/less/arxiv%3A2601.10002');
    const headers = Object.fromEntries(mail.headers.map(({ key, value }) => [key, value]));
    expect(headers).toMatchObject({
      'list-unsubscribe': '<https://digest.example.org/unsubscribe/t>',
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'list-id': '<digest.example.org>',
      'auto-submitted': 'auto-generated',
      'message-id': '<attempt-1@example.org>',
    });
  });

  test('links that HTML and quoted-printable have to write otherwise arrive as they are', async () => {
    const site = 'https://digest.example.org/é?a=1&b=2#';
    const links = {
      read: `${site}read`,
      manage: `${site}manage`,
      unsubscribe: `${site}unsubscribe`,
      vote: `${site}vote`,
      oneClick: 'https://digest.example.org/unsubscribe/t',
    };

    const mail = await PostalMime.parse(digestMessage(aMail(anEdition(papers(2)), { links })));

    expect(mail.html).toContain(`${site}vote/less/`.replaceAll('&', '&amp;'));
    for (const name of ['read', 'manage', 'manage#pause', 'unsubscribe']) {
      expect(mail.text).toContain(`${site}${name}`);
      expect(mail.html).toContain(`${site}${name}`.replaceAll('&', '&amp;'));
    }
  });

  test('has the titles that follow the subject ahead of all else, for inboxes that show some of a mail', async () => {
    const raw = digestMessage(aMail(anEdition(papers(5))));

    const { html = '' } = await PostalMime.parse(raw);
    const title = (number: number) => `Finding number ${number} about the flight of swifts`;
    expect(html).toContain(`>${title(2)} · ${title(3)} · ${title(4)}</div>`);
  });

  test('says of its edition, sender, reader and moment what is theirs, whatever was made before it', async () => {
    const sender = { name: 'Nest News', address: 'news@example.net', postalAddress: '2 Nest Lane, Birdham' };
    const first = aMail(anEdition(papers(2), { sample: true, day: '2026-01-21' }));
    const other = aMail(anEdition(papers(2)), {
      sender,
      recipient: { address: 'other@example.com' },
      now: new Date('2026-01-22T06:00:01Z'),
    });
    const alone = digestMessage(other);

    const before = digestMessage(first);
    const after = digestMessage(other);

    expect(after).toEqual(alone);
    expect(before.toString()).toContain('This is the sample');
    for (const own of [
      'Nest News <news@example.net>',
      'other@example.com',
      '06:00:01',
      'List-Id: <digest.example.net>',
    ]) {
      expect(after.toString()).toContain(own);
      expect(before.toString()).not.toContain(own);
    }
    for (const theirs of [
      'This is the sample',
      'Research Digest',
      '1 Nest Lane',
      'reader@example.com',
      '21 January',
    ]) {
      expect(after.toString()).not.toContain(theirs);
    }
  });

  test('has CRLF line ends only, and body lines of at most 76 characters', () => {
    const raw = digestMessage(aMail(anEdition(papers(12, { title: 'Über '.repeat(40) }))));

    const lines = raw.toString('latin1').split('\r\n');
    expect(lines.some((line) => /[\r\n]/.test(line))).toBe(false);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(76);
  });

  test('shows a hostile title as its characters, in subject, html and text', async () => {
    const raw = digestMessage(aMail(anEdition(papers(3, { title: HOSTILE }))));

    const mail = await PostalMime.parse(raw);
    expect(mail.subject).toBe(`${HOSTILE}, and 2 more papers`);
    expect(mail.text).toContain(HOSTILE);
    expect(mail.html).toContain(ESCAPED);
    expect(mail.html).not.toContain('<script');
  });

  test('lets no text end a header', async () => {
    const title = 'A\r\nBcc: victim@example.com\r\n\r\nBody';
    const sender = { ...aMail(anEdition([])).sender, name: 'Nest\r\nX-Evil: 1' };

    const mail = await PostalMime.parse(digestMessage(aMail(anEdition(papers(1, { title })), { sender })));

    expect(mail.bcc).toBeUndefined();
    expect(mail.headers.map(({ key }) => key)).not.toContain('x-evil');
    expect(mail.subject).toBe('A Bcc: victim@example.com Body');
  });

  test.each(['a@b.example, c@d.example', 'a b@c.example', 'a@b.example\r\nBcc: c@d.example', 'nobody'])(
    'is not made for %j, which is not one address',
    (address) => {
      const mail = aMail(anEdition(papers(1)), { recipient: { address } });

      expect(() => digestMessage(mail)).toThrow(HeaderError);
    },
  );

  test.each([{ number: 1 }, { day: '2026-01-01' }])(
    'is not made for a pick at a place that no edition has: %j',
    (place) => {
      const mail = aMail(anEdition(papers(1)));
      const picks = mail.digest.picks.map((pick) => ({ ...pick, ...place }));

      expect(() => digestMessage({ ...mail, digest: { ...mail.digest, picks } })).toThrow(MissingCardError);
    },
  );
});

describe('the bodies', () => {
  test('set a story at the place of its best pick, with its other picks under it', () => {
    const text = digestText(
      aMail(anEdition(papers(4), { stories: [{ ...story, paperIds: [...story.paperIds] }] })),
    );

    const order = ['number 1', 'A story in 2 papers', story.headline, 'number 2', 'number 4', 'number 3'];
    const places = order.map((words) => text.indexOf(words));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  test('are set from the editions of a week in turn, the same after another mail of them', () => {
    const monday = anEdition(papers(3), { day: '2026-01-19' });
    const tuesday = anEdition(
      papers(3, { authors: ['Fay Gull'] }).map((paper) => ({
        ...paper,
        id: paper.id.replace('2601', '2602'),
        title: paper.title.replace('swifts', 'gulls'),
      })),
      { day: '2026-01-20' },
    );
    const week = aMail(monday, { cards: [monday, tuesday].map((one) => openCards(renderCards(one))) });
    const picks = [monday, tuesday]
      .flatMap((edition) => picksOf(edition))
      .map((pick) => ({ ...pick, why: `close to ${pick.paperId}` }))
      .sort((one, other) => one.number - other.number);
    const digest = { ...week.digest, editions: ['2026-01-19', '2026-01-20'], picks };
    const mail = { ...week, digest };

    const bodies = [digestText(mail), digestHtml(mail)];
    digestMessage({ ...mail, digest: { ...digest, picks: picks.toReversed() } });

    const order = [1, 2, 3].flatMap((nth) =>
      ['swifts', 'gulls'].map((birds) => `number ${nth} about the flight of ${birds}`),
    );
    for (const body of bodies) {
      const places = order.map((title) => body.lastIndexOf(title));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(places).not.toContain(-1);
      for (const { why } of picks) expect(body.split(why)).toHaveLength(2);
    }
    expect([digestText(mail), digestHtml(mail)]).toEqual(bodies);
    const ahead = order.slice(1, 4).map((title) => `Finding ${title}`);
    expect(bodies[1]).toContain(`>${ahead.join(' · ')}</div>`);
  });

  test('begin with a preheader whose titles are escaped, cut, and as long as they are counted', () => {
    const edition = openCards(
      renderCards(anEdition(papers(2, { title: `Schwärme & <b> ${'am Abend '.repeat(20)}` }))),
    );
    const { galley } = edition;

    galley.begin();
    galley.setTitle(1, galley);

    const title = decodeQuotedPrintable(galley.mail.toString('latin1'));
    expect(title).toMatch(/^Schwärme &amp; &lt;b&gt; (am Abend )+am…$/);
    expect(title.length).toBeLessThan(80);
    expect(galley.titleBytes(1)).toBe(Buffer.byteLength(title));
  });

  test('are headed by the story that comes first, and by how many papers follow it', async () => {
    const first = { ...story, paperIds: ['arxiv:2601.10000' as const, 'arxiv:2601.10002' as const] };

    const mail = await PostalMime.parse(digestMessage(aMail(anEdition(papers(4), { stories: [first] }))));

    expect(mail.subject).toBe(`${story.headline}, and 2 more papers`);
  });

  test('say of a story that it goes on, and of a model’s summary by which and when it was made', () => {
    const summary = {
      ...{ text: 'What they share.', method: 'llm' as const },
      ...{ model: 'model-x', madeAt: '2026-01-22T05:00:00Z' },
    };
    const continues = { day: '2026-01-21', storyId: '2026-01-21.s3', headline: 'Swifts before' };
    const goesOn = { ...story, paperIds: [...story.paperIds], summary, continues };
    const mail = aMail(anEdition(papers(4, { tldr: summary }), { stories: [goesOn] }));

    for (const body of [digestText(mail), digestHtml(mail)]) {
      expect(body).toContain('A story in 2 papers · goes on from Wednesday');
      expect(body.split('Written by a model (model-x) on 22 January 2026')).toHaveLength(6);
    }
  });

  test('stay under 90 KB of HTML, and count the papers that did not fit', () => {
    const long = 'schwer & lang <b> '.repeat(100);
    const mail = aMail(anEdition(papers(50, { title: long, tldr: { text: long, method: 'llm' } })));

    const html = digestHtml(mail);

    expect(Buffer.byteLength(html)).toBeLessThan(90_000);
    const shown = html.split('More like this').length - 1;
    expect(shown).toBeGreaterThan(10);
    expect(html).toContain(`${50 - shown} more on the web`);
  });

  test('are set where every character takes the most room there is, in both of them', async () => {
    const abstract = '鳥が飛ぶ'.repeat(400);
    const edition = anEdition(papers(50, { title: '鳥'.repeat(300), authors: ['鳥'.repeat(100)], abstract }));
    const mail = aMail(edition, { show: 'abstracts' });

    const message = digestMessage(mail);

    const { html = '', text = '' } = await PostalMime.parse(message);
    for (const body of [html, text]) {
      expect(Buffer.byteLength(body)).toBeGreaterThan(80_000);
      expect(Buffer.byteLength(body)).toBeLessThan(90_000);
    }
    expect(message.length).toBeGreaterThan(450_000);
  });

  test('hold the authors’ abstracts for those who want them', () => {
    const html = digestHtml(aMail(anEdition(papers(1)), { show: 'abstracts' }));

    expect(html).toContain('We watched swifts for years.');
    expect(html).not.toContain('Swifts stay in the air');
  });

  test.each(['summaries', 'abstracts'] as const)(
    'escape what could be markup in %s, and only that',
    (show) => {
      const text = `Is 1 < 2 && "3" > '2'? <script>alert(1)</script>`;
      const edition = anEdition(papers(1, { abstract: text, tldr: { text, method: 'extractive' } }));

      const html = digestHtml(aMail(edition, { show }));

      expect(html).toContain(
        `Is 1 &lt; 2 &amp;&amp; "3" &gt; '2'? &lt;script&gt;alert(1)&lt;/script&gt; <span`,
      );
      expect(html).not.toContain('<script');
    },
  );

  test('follow only http and https', () => {
    const html = digestHtml(aMail(anEdition(papers(1, { codeUrl: 'javascript:alert(1)' }))));

    expect(html).not.toContain('javascript:');
    expect(html).not.toContain('>Code<');
  });

  test('cannot be forged by holes, markers or bidi overrides in a paper', () => {
    const title = '{{why}} <!--begin card--> \u202egnp.exe\u0007';

    const text = digestText(aMail(anEdition(papers(1, { title }))));

    expect(text).toContain('* {{why}} <!--begin card--> gnp.exe\n');
  });

  test('say so when the edition is the sample', () => {
    expect(digestText(aMail(anEdition(papers(1), { sample: true })))).toContain('This is the sample');
    expect(digestText(aMail(anEdition(papers(1))))).not.toContain('This is the sample');
  });
});

describe('the judges', () => {
  const digests = {
    'a few papers': () => anEdition(papers(3)),
    'fifty papers': () => anEdition(papers(50)),
    'a hostile title': () => anEdition(papers(2, { title: HOSTILE })),
    'titles in other scripts': () =>
      anEdition(papers(12, { title: '燕子在空中睡觉 · Стрижи спят в воздухе · Ἀήρ' })),
  };

  test.each(Object.entries(digests))('Python’s strict parser reads %s', async (_name, edition) => {
    const mail = aMail(edition());

    const reading = await readStrictly(digestMessage(mail));

    expect(reading.html.trimEnd()).toBe(digestHtml(mail).trimEnd());
    expect(reading.text.trimEnd()).toBe(digestText(mail).trimEnd());
  });

  test('SpamAssassin finds nothing to object to', async (context) => {
    needs(context, 'spamassassin');
    const edition = digests['titles in other scripts']();

    const scores = [
      await spamScore(digestMessage(aMail(edition))),
      await spamScore(digestMessage(aMail(digests['a few papers']()))),
    ];

    for (const score of scores) expect(score).toBeLessThanOrEqual(0);
  });
});
