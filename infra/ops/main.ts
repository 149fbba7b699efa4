import { CommanderError } from 'commander';
import { DigestError } from '../../shared/errors.js';
import { opsProgram } from './program.js';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const program = opsProgram({
  out: (line) => console.log(line),
  progress: process.stderr,
  now: () => new Date(),
});

/** What commander ends with for a command that makes no sense is 1; ours is 2, so that scripts can tell it from a finding. */
const NO_SENSE = 2;

for (const command of [program, ...program.commands, ...program.commands.flatMap((one) => one.commands)]) {
  command.exitOverride();
}
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : NO_SENSE;
  else {
    console.error(isOfAws(error) ? `Error: AWS answered ${error.name}: ${error.message}` : wordsOf(error));
    process.exitCode = 1;
  }
}

function wordsOf(error: unknown): unknown {
  return error instanceof DigestError ? `Error: ${error.message}` : error;
}

/** Missing credentials and missing rights are the operator's to mend, and need no stack. */
function isOfAws(error: unknown): error is Error {
  return error instanceof Error && ('$metadata' in error || error.name === 'CredentialsProviderError');
}
