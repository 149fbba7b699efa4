const sender = {
  name: 'Research Digest',
  address: 'papers@digest.example.org',
  postalAddress: 'Research Digest, 1 Example Street, 12345 Exampletown',
};
/** A stage file with nothing wrong. */
export const right = {
  domain: 'digest.example.org',
  sender,
  categories: ['cs.AI', 'stat.ML'],
  editionAt: '04:30',
  workers: 2,
  alarmAddress: 'operator@example.org',
};
const { domain: _, ...homeless } = right;
const zone = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.org' };

/** What an operator may get wrong in a stage file, and what is said about it. */
export const mistakes: [what: string, stage: unknown, said: string][] = [
  ['a file that holds a list', [], 'the file: is not a JSON object'],
  ['no domain', homeless, 'domain: name the domain that mail comes from and the site is at'],
  ['a domain with a scheme', { ...right, domain: 'https://digest.example.org' }, 'domain: name the domain'],
  ['no sender', { ...right, sender: undefined }, 'sender: say who sends: name, address and postalAddress'],
  ['a sender without a name', { ...right, sender: { ...sender, name: ' ' } }, 'sender.name: name the sender'],
  [
    'a name of two lines',
    { ...right, sender: { ...sender, name: 'a\r\nBcc: b' } },
    'sender.name: name the sender',
  ],
  [
    'a sender that is no address',
    { ...right, sender: { ...sender, address: 'digest' } },
    'sender.address: give the e-mail address',
  ],
  [
    'a sender outside the domain',
    { ...right, sender: { ...sender, address: 'papers@elsewhere.org' } },
    'sender.address: is outside digest.example.org, for which alone SES signs',
  ],
  [
    'a sender in a domain that only ends the same',
    { ...right, sender: { ...sender, address: 'papers@notdigest.example.org' } },
    'sender.address: is outside digest.example.org',
  ],
  [
    'no postal address',
    { ...right, sender: { ...sender, postalAddress: undefined } },
    'sender.postalAddress: give the postal address that the law asks for',
  ],
  [
    'a postal address of a word',
    { ...right, sender: { ...sender, postalAddress: 'Here' } },
    'sender.postalAddress: give the postal address',
  ],
  ['no categories', { ...right, categories: [] }, 'categories: name at least one category of arXiv'],
  [
    'categories in one string',
    { ...right, categories: 'cs.AI' },
    'categories: name at least one category of arXiv',
  ],
  [
    'an unknown category',
    { ...right, categories: ['cs.AI', 'cs.XX'] },
    'categories: "cs.XX" is not a category of arXiv',
  ],
  ['a category twice', { ...right, categories: ['cs.AI', 'cs.AI'] }, 'categories: name each category once'],
  ['an hour that no day has', { ...right, editionAt: '24:00' }, 'editionAt: give a time of day in UTC'],
  ['an hour as a number', { ...right, editionAt: 4 }, 'editionAt: give a time of day in UTC'],
  ['one worker', { ...right, workers: 1 }, 'workers: give a whole number from 2'],
  ['too many workers', { ...right, workers: 1000 }, 'workers: give a whole number from 2'],
  ['half a worker', { ...right, workers: 2.5 }, 'workers: give a whole number from 2'],
  [
    'a negative cap',
    { ...right, spendingCapUsd: -1 },
    'spendingCapUsd: give the most that one edition may spend',
  ],
  [
    'no alarm address',
    { ...right, alarmAddress: undefined },
    'alarmAddress: give the e-mail address of the person',
  ],
  [
    'the sender as the one to warn',
    { ...right, alarmAddress: sender.address },
    'alarmAddress: is the sender itself',
  ],
  ['logs for eleven days', { ...right, logDays: 11 }, 'logDays: give a number of days that CloudWatch knows'],
  ['tracing perhaps', { ...right, tracing: 'perhaps' }, 'tracing: say true or false'],
  ['receipts by number', { ...right, receipts: 1 }, 'receipts: say true or false'],
  [
    'a zone with another id',
    { ...right, hostedZone: { ...zone, id: 'example' } },
    'hostedZone.id: give the id of the zone',
  ],
  [
    'a zone elsewhere',
    { ...right, hostedZone: { ...zone, name: 'example.com' } },
    'hostedZone.name: does not contain digest.example.org',
  ],
  [
    'a certificate where the CDN does not look',
    { ...right, certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/0' },
    'certificateArn: give the ARN of a certificate in us-east-1',
  ],
  [
    'a secret of the CDN with no number',
    { ...right, cdnSecretNumber: 0 },
    'cdnSecretNumber: give a whole number from 1',
  ],
  [
    'a model at no address',
    { ...right, openAiBaseUrl: 'localhost' },
    'openAiBaseUrl: give an address that begins with http',
  ],
  [
    'a source at no address',
    { ...right, sources: { arxivBaseUrl: 'ftp://x' } },
    'sources.arxivBaseUrl: give an address that begins with http',
  ],
  ['a misspelt setting', { ...right, worker: 3 }, 'worker: is not a setting that this stack knows'],
  [
    'a secret in the file',
    { ...right, openAiApiKey: 'sk-1' },
    'openAiApiKey: secrets do not stand in this file, but in Secrets Manager',
  ],
];
