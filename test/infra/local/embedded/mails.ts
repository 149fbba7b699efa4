import { SendRawEmailCommand } from '@aws-sdk/client-ses';

export interface TestMail {
  to?: string;
  subject?: string;
  headers?: string[];
  tags?: Record<string, string>;
  configurationSet?: string;
}

/** A small raw mail and the command that sends it; with a configuration set unless told otherwise. */
export function rawSend(mail: TestMail = {}): SendRawEmailCommand {
  const { to = 'ada@example.org', subject = 'Today in cs.AI', headers = [], tags = {} } = mail;
  const raw = [
    'From: Digest <digest@example.com>',
    `To: ${to}`,
    `Subject: ${subject}`,
    ...headers,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'A paper.',
    '',
  ].join('\r\n');
  return new SendRawEmailCommand({
    RawMessage: { Data: Buffer.from(raw) },
    Destinations: [to],
    Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
    ConfigurationSetName: mail.configurationSet ?? 'digest',
  });
}
