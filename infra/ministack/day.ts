import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import type { Day } from '../../shared/domain/day.js';
import { DigestError } from '../../shared/errors.js';
import { parseJsonAs } from '../../shared/parse.js';
import type { DeployedStack } from '../deployed.js';
import { clientOptions } from './deployment.js';
import type { Emulator } from './emulator.js';

/** A state machine or a function of the deployed stack failed. */
export class DeployedRunError extends DigestError {
  readonly code = 'deployed-run';
}

const LOOK_EVERY_MS = 250;
const EDITION_WITHIN_MS = 150_000;

/**
 * Starts the day's state machine and waits for its end. Returns its output.
 * @throws DeployedRunError when it does not succeed within two and a half minutes
 */
export async function makeEdition(emulator: Emulator, stack: DeployedStack, day: Day): Promise<unknown> {
  const client = new SFNClient(clientOptions(emulator));
  const stateMachineArn = stack.id('AWS::StepFunctions::StateMachine', 'edition/edition');
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify({ day }) }),
  );
  const deadline = Date.now() + EDITION_WITHIN_MS;
  while (Date.now() < deadline) {
    const { status, output, error, cause } = await client.send(
      new DescribeExecutionCommand({ executionArn }),
    );
    if (status === 'SUCCEEDED') return parseJsonAs(z.unknown(), output ?? 'null', 'output of the edition');
    if (status !== 'RUNNING') throw new DeployedRunError(`edition ${day}: ${status} ${error}: ${cause}`);
    await sleep(LOOK_EVERY_MS);
  }
  throw new DeployedRunError(`edition ${day}: still running`);
}

const Reports = z.array(
  z.object({ day: z.string(), due: z.int(), sent: z.int(), skipped: z.int(), failed: z.int() }),
);

/** Dispatches an edition to everybody now. Returns what dispatch answered. @throws DeployedRunError when it threw */
export async function dispatchNow(
  emulator: Emulator,
  stack: DeployedStack,
  day: Day,
): Promise<z.infer<typeof Reports>> {
  const { Payload, FunctionError } = await new LambdaClient(clientOptions(emulator)).send(
    new InvokeCommand({
      FunctionName: stack.id('AWS::Lambda::Function', 'delivery/dispatch'),
      Payload: JSON.stringify({ day, everybodyNow: true }),
    }),
  );
  const answer = Buffer.from(Payload ?? []).toString();
  if (FunctionError) throw new DeployedRunError(`dispatch: ${answer}`);
  return parseJsonAs(Reports, answer, 'answer of dispatch');
}
