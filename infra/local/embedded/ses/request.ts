import MailComposer from 'nodemailer/lib/mail-composer';
import { SesRefusal } from './answer.js';
import {
  addressesIn,
  checkMessage,
  fieldValue,
  malformed,
  type SplitMessage,
  splitMessage,
} from './message.js';

/** One message as a caller handed it in, checked. */
export interface SendRequest {
  message: SplitMessage;
  source: string;
  /** Envelope recipients, bare addresses. */
  destinations: string[];
  tags: Record<string, string>;
  configurationSet: string | undefined;
  bytes: number;
}

const MOST_BYTES = 10 * 1024 * 1024;
const MOST_RECIPIENTS = 50;

/** A request's form; the raw message, its one big field, is apart because URLSearchParams would take most of the time. */
export interface SesForm {
  params: URLSearchParams;
  rawMessage: Buffer | undefined;
}

const RAW_MESSAGE = /(?:^|&)RawMessage\.Data=([^&]*)/;

/** Reads the body of a request of the query protocol. */
export function readForm(body: string): SesForm {
  const found = RAW_MESSAGE.exec(body);
  if (!found) return { params: new URLSearchParams(body), rawMessage: undefined };
  const [field, value = ''] = found;
  const rest = body.slice(0, found.index) + body.slice(found.index + field.length);
  const base64 = value.replaceAll('%2B', '+').replaceAll('%2F', '/').replaceAll('%3D', '=');
  return { params: new URLSearchParams(rest), rawMessage: Buffer.from(base64, 'base64') };
}

/** Reads a `SendRawEmail`. @throws SesRefusal as SES words it */
export function readRawSend({ params, rawMessage }: SesForm): SendRequest {
  if (!rawMessage) throw new SesRefusal('ValidationError', "Value at 'rawMessage.data' must not be null");
  return checkedSend(params, rawMessage, listOf(params, 'Destinations'));
}

/** Reads a `SendEmail`, and writes the MIME that SES would. @throws SesRefusal as SES words it */
export async function readSimpleSend({ params }: SesForm): Promise<SendRequest> {
  const [to, cc, bcc] = ['To', 'Cc', 'Bcc'].map((kind) => listOf(params, `Destination.${kind}Addresses`));
  const source = params.get('Source');
  if (!source) throw new SesRefusal('ValidationError', "Value at 'source' must not be null");
  const composed = new MailComposer({
    from: source,
    to: to ?? [],
    cc: cc ?? [],
    replyTo: listOf(params, 'ReplyToAddresses'),
    subject: params.get('Message.Subject.Data') ?? '',
    text: params.get('Message.Body.Text.Data') ?? undefined,
    html: params.get('Message.Body.Html.Data') ?? undefined,
    newline: 'windows',
  });
  const raw = await composed.compile().build();
  return checkedSend(
    params,
    raw,
    [to, cc, bcc].flatMap((list) => list ?? []),
  );
}

function checkedSend(params: URLSearchParams, raw: Buffer, given: string[]): SendRequest {
  if (raw.length > MOST_BYTES) throw malformed(`Message length is more than ${MOST_BYTES} bytes long.`);
  const message = splitMessage(raw);
  checkMessage(message);
  const destinations = given.length > 0 ? given.map(bareAddress) : addressesIn(message, ['to', 'cc', 'bcc']);
  checkDestinations(destinations);
  const source = bareAddress(params.get('Source') ?? addressesIn(message, ['from'])[0] ?? '');
  checkAddress(source);
  return {
    message,
    source,
    destinations,
    tags: tagsOf(params, message),
    configurationSet: params.get('ConfigurationSetName') || fieldValue(message, 'x-ses-configuration-set'),
    bytes: raw.length,
  };
}

function checkDestinations(destinations: readonly string[]): void {
  if (destinations.length === 0) throw malformed("Missing required header 'To'.");
  if (destinations.length > MOST_RECIPIENTS) throw malformed(`Recipient count exceeds ${MOST_RECIPIENTS}.`);
  destinations.forEach(checkAddress);
}

function checkAddress(address: string): void {
  if (!/^[^@\s]+@[^@\s]+$/.test(address)) throw malformed("Missing final '@domain'");
  if (!/^[\x21-\x7e]+$/.test(address))
    throw malformed('Local address contains control or non-ASCII character');
}

/** `"Ada" <ada@example.org>` → `ada@example.org` */
function bareAddress(address: string): string {
  return (/<([^<>]*)>\s*$/.exec(address)?.[1] ?? address).trim();
}

/** `Name.member.1`, `Name.member.2`, … in order. */
function listOf(params: URLSearchParams, name: string): string[] {
  const list: string[] = [];
  for (let index = 1; ; index++) {
    const value = params.get(`${name}.member.${index}`);
    if (value === null) return list;
    list.push(value);
  }
}

/** The tags of the header and of the request; where both name one, the request's stands. */
function tagsOf(params: URLSearchParams, message: SplitMessage): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const pair of (fieldValue(message, 'x-ses-message-tags') ?? '').split(',').filter(Boolean)) {
    const [name = '', value = ''] = pair.split('=').map((part) => part.trim());
    tags[name] = value;
  }
  for (let index = 1; params.has(`Tags.member.${index}.Name`); index++) {
    tags[params.get(`Tags.member.${index}.Name`) ?? ''] = params.get(`Tags.member.${index}.Value`) ?? '';
  }
  for (const part of Object.entries(tags).flat()) {
    if (/^[A-Za-z0-9_-]{1,255}$/.test(part)) continue;
    throw malformed(`Invalid tag <${part}>, only alphanumeric ASCII characters, '_', and '-' are allowed.`);
  }
  return tags;
}
