import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerAddress } from 'smtp-server';
import { z } from 'zod';
import { parseAs } from '../../shared/parse.js';
import { fieldValue, splitMessage } from '../local/embedded/ses/message.js';
import { keepMail } from '../local/mailbox/folder.js';

/** A mail server on 127.0.0.1 that keeps what it is given and sends nothing on. */
export interface SmtpSink {
  port: number;
  close(): Promise<void>;
}

/** Starts a sink that keeps mails in `folder`, in the form in which the local mailbox shows them. */
export async function startSmtpSink(folder: string): Promise<SmtpSink> {
  await mkdir(folder, { recursive: true });
  let order = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, answered) {
      const keep = async () => {
        const raw = await buffer(stream);
        const { mailFrom, rcptTo } = session.envelope;
        await keepMail(folder, noteOf(raw, mailFrom, rcptTo), raw, order++);
      };
      keep().then(
        () => answered(),
        (error: unknown) => answered(error instanceof Error ? error : new Error('could not be kept')),
      );
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = parseAs(
    z.object({ port: z.int() }),
    server.server.address(),
    'address of the mail server',
  );
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

function noteOf(raw: Buffer, from: SMTPServerAddress | false, to: readonly SMTPServerAddress[]) {
  const message = splitMessage(raw);
  const field = (name: string) => fieldValue(message, name) ?? '';
  return {
    messageId: randomUUID(),
    acceptedAt: new Date().toISOString(),
    source: from ? from.address : '',
    destinations: to.map(({ address }) => address),
    tags: {},
    from: field('from'),
    to: field('to'),
    subject: field('subject'),
    bytes: raw.length,
    answer: 'ok' as const,
  };
}
