/** Base of every error this project throws on purpose; `code` is stable and safe to log, `message` is for a person. */
export abstract class DigestError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Something that crossed a boundary did not have the shape it promised. */
export class ShapeError extends DigestError {
  readonly code = 'shape';

  /** @param where names the boundary, e.g. `row PAPER#arxiv:2601.00001`; never the offending value. */
  constructor(where: string, problem: string, options?: ErrorOptions) {
    super(`${where}: ${problem}`, options);
  }
}
