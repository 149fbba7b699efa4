import { randomUUID } from 'node:crypto';
import { DigestError } from '../../../../shared/errors.js';

/** A refusal as SES words it: `code` in the XML, and the HTTP status. */
export class SesRefusal extends DigestError {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** What the HTTP server writes back. */
export interface XmlAnswer {
  status: number;
  body: string;
}

const NAMESPACE = 'http://ses.amazonaws.com/doc/2010-12-01/';

/** `content` is XML already. */
export function resultAnswer(action: string, content: string): XmlAnswer {
  const result = `<${action}Result>${content}</${action}Result>`;
  const metadata = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
  return {
    status: 200,
    body: `<${action}Response xmlns="${NAMESPACE}">${result}${metadata}</${action}Response>`,
  };
}

export function refusalAnswer({ code, message, status }: SesRefusal): XmlAnswer {
  const type = status >= 500 ? 'Receiver' : 'Sender';
  const error = `<Error><Type>${type}</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
  return {
    status,
    body: `<ErrorResponse xmlns="${NAMESPACE}">${error}<RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  };
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
