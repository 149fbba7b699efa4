import type { Letterhead } from '../../functions/deliver/make.js';

/** Who the bench's mails are from. */
export const letterhead: Letterhead = {
  sender: {
    name: 'Research Digest',
    address: 'digest@example.org',
    postalAddress: 'Research Digest, 1 Example Street, 12345 Exampletown',
  },
  site: { baseUrl: 'https://digest.example.org', linkKeys: ['k'.repeat(32)] },
};
