import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJsonAs } from '../../../shared/parse.js';
import { AcceptedMail } from '../embedded/ses/accepted.js';
import { writeWhole } from '../embedded/write-whole.js';

/** Names a kept mail: sorts by time, holds no dot and no slash, so that it can never leave the folder. */
export const MailName = z.string().regex(/^[0-9]{8}T[0-9]{9}Z-[0-9]{6}-[0-9a-f]{8}$/);
export type MailName = z.infer<typeof MailName>;

/**
 * Keeps a mail as `NAME.eml` with `NAME.json` beside it, each written whole; the `.eml` comes last, so whoever sees it
 * finds the other. The folder must be there. `order` tells mails of one millisecond apart. Returns the name.
 */
export async function keepMail(
  folder: string,
  mail: AcceptedMail,
  raw: Uint8Array,
  order: number,
): Promise<MailName> {
  const time = mail.acceptedAt.replace(/[-:.]/g, '');
  const place = String(order % 1_000_000).padStart(6, '0');
  const name = `${time}-${place}-${mail.messageId.replaceAll('-', '').slice(16, 24)}`;
  await writeWhole(join(folder, `${name}.json`), `${JSON.stringify(mail, null, 2)}\n`);
  await writeWhole(join(folder, `${name}.eml`), raw);
  return name;
}

/** The names of all mails, newest first; none when there is no folder yet. */
export async function mailNames(folder: string): Promise<MailName[]> {
  const files = await readdir(folder).catch((problem) => absent(problem, [] as string[]));
  return files
    .filter((file) => file.endsWith('.eml'))
    .map((file) => file.slice(0, -'.eml'.length))
    .filter((name) => MailName.safeParse(name).success)
    .sort()
    .reverse();
}

/** What SES noted of one mail, or `undefined` when there is none of that name. @throws ShapeError when it is not its form */
export async function mailNote(folder: string, name: MailName): Promise<AcceptedMail | undefined> {
  const file = join(folder, `${MailName.parse(name)}.json`);
  const text = await readFile(file, 'utf8').catch((problem) => absent(problem, undefined));
  return text === undefined ? undefined : parseJsonAs(AcceptedMail, text, `${name}.json`);
}

/** The bytes of one mail, or `undefined` when there is none of that name. */
export async function mailSource(folder: string, name: MailName): Promise<Buffer | undefined> {
  return readFile(join(folder, `${MailName.parse(name)}.eml`)).catch((problem) => absent(problem, undefined));
}

/** Returns `instead` when the file is not there. @throws any other problem */
function absent<Instead>(problem: unknown, instead: Instead): Instead {
  if (problem instanceof Error && 'code' in problem && problem.code === 'ENOENT') return instead;
  throw problem;
}
