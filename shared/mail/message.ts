/** Cannot occur in a quoted-printable body, where `=` comes before two hex digits or a line end only. */
const BOUNDARY = '=_research-digest';
const MIME = `MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="${BOUNDARY}"\r\n\r\n`;
/** Follows a message's header lines: MIME's own, and the head of the text part. Bodies are quoted-printable, and end in a line end. */
export const BEFORE_TEXT = Buffer.from(MIME + partHead('text/plain'), 'latin1');
/** Between the two bodies. */
export const BEFORE_HTML = Buffer.from(`\r\n${partHead('text/html')}`, 'latin1');
/** After both. */
export const END = Buffer.from(`\r\n--${BOUNDARY}--\r\n`, 'latin1');

function partHead(type: string): string {
  return `--${BOUNDARY}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
}
