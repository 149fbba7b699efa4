import { DigestError } from '../shared/errors.js';

/** A template that does not hold what the code fills in, or the other way round. */
export class TemplateError extends DigestError {
  readonly code = 'template';
}

/**
 * A template cut at its holes: `texts[0] hole[0] texts[1] hole[1] … texts[n]`. Filling is joining, so no text
 * that is filled in can ever be taken for a hole.
 */
export interface Piece<Hole extends string = string> {
  readonly texts: readonly string[];
  readonly holes: readonly Hole[];
}

/** The names of a piece's holes. */
export type HoleOf<P extends Piece> = P['holes'][number];

/** Cuts `source` at its `{{name}}` holes. */
export function cutAtHoles(source: string): Piece {
  const parts = source.split(/\{\{([A-Za-z]+)\}\}/);
  return {
    texts: parts.filter((_, index) => index % 2 === 0),
    holes: parts.filter((_, index) => index % 2 === 1),
  };
}

/**
 * Cuts a compiled document at its `<!--begin NAME-->…<!--end NAME-->` markers: each becomes a piece of its own
 * and leaves a hole of its name behind. The rest is the piece called `rest`.
 * @throws TemplateError for a marker without its partner, and for a name used twice
 */
export function cutIntoPieces(document: string, rest: string): Record<string, Piece> {
  const pieces: Record<string, Piece> = {};
  let left = document;
  for (let end = endMarker(left); end !== null; end = endMarker(left)) {
    const [marker, name = ''] = end;
    const begin = `<!--begin ${name}-->`;
    const from = left.lastIndexOf(begin, end.index);
    if (from < 0 || name in pieces) throw new TemplateError(`marker ${name}: no beginning, or used twice`);
    pieces[name] = cutAtHoles(left.slice(from + begin.length, end.index));
    left = `${left.slice(0, from)}{{${name}}}${left.slice(end.index + marker.length)}`;
  }
  if (left.includes('<!--begin ')) throw new TemplateError('a marker has no end');
  return { ...pieces, [rest]: cutAtHoles(left) };
}

function endMarker(document: string): RegExpExecArray | null {
  return /<!--end ([A-Za-z]+)-->/.exec(document);
}

/** Returns `piece` with all its holes filled. */
export function fill<Hole extends string>(piece: Piece<Hole>, values: Record<Hole, string>): string {
  return piece.texts.reduce((filled, text, index) => {
    const hole = piece.holes[index - 1];
    return filled + (hole === undefined ? '' : values[hole]) + text;
  });
}

/** Returns `piece` with some of its holes filled; the others stay, in their order. */
export function fillSome<Hole extends string, Known extends Hole>(
  piece: Piece<Hole>,
  values: Record<Known, string>,
): Piece<Exclude<Hole, Known>> {
  const known = values as Partial<Record<Hole, string>>;
  const texts = [piece.texts[0] ?? ''];
  const holes: Exclude<Hole, Known>[] = [];
  piece.holes.forEach((hole, index) => {
    const value = known[hole];
    const text = piece.texts[index + 1] ?? '';
    if (value === undefined) {
      holes.push(hole as Exclude<Hole, Known>);
      texts.push(text);
    } else {
      texts[texts.length - 1] += value + text;
    }
  });
  return { texts, holes };
}
