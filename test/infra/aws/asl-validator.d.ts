declare module 'asl-validator' {
  /** Checks a state machine's definition against Amazon States Language. */
  export default function validate(definition: Record<string, unknown>): {
    isValid: boolean;
    errorsText(): string;
  };
}
