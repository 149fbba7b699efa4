import PostalMime, { type Email } from 'postal-mime';
import { mailNames, mailSource } from '../../infra/local/mailbox/folder.js';

/** A kept mail, parsed, with the bytes it was parsed from. */
export interface KeptMail {
  raw: Buffer;
  mail: Email;
  to: string;
}

/** Every mail of a mailbox folder. */
export async function mailsIn(folder: string): Promise<KeptMail[]> {
  const mails: KeptMail[] = [];
  for (const name of await mailNames(folder)) {
    const raw = await mailSource(folder, name);
    if (!raw) continue;
    const mail = await PostalMime.parse(raw);
    mails.push({ raw, mail, to: mail.to?.[0]?.address ?? '' });
  }
  return mails;
}
