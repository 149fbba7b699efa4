import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { DigestError } from '../../shared/errors.js';

/** There is no MiniStack on this machine, or it does not start. */
export class EmulatorError extends DigestError {
  readonly code = 'emulator';
}

/** A whole AWS on 127.0.0.1, empty at first; it is gone with the process that started it. */
export interface Emulator {
  /** `http://127.0.0.1:PORT`, of every service. */
  endpoint: string;
  /** What the AWS SDK, the CDK and our functions need in their environment to find it. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

/** MiniStack's account and a region of our choice. */
export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 200;

/** Whether MiniStack is installed. */
export async function hasEmulator(): Promise<boolean> {
  const child = spawn('ministack', ['--help'], { stdio: 'ignore' });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

export interface EmulatorOptions {
  /** Where on 127.0.0.1 it hands on what SES is given to send. */
  smtpPort: number;
  /** What the pauses of state machines are multiplied by; 1 by default. */
  waitScale?: number | undefined;
}

/**
 * Starts MiniStack, which runs Lambdas with the Node of this machine.
 * @throws EmulatorError when it is not installed, or is not ready within a minute
 */
export async function startEmulator({ smtpPort, waitScale = 1 }: EmulatorOptions): Promise<Emulator> {
  if (!(await hasEmulator())) {
    throw new EmulatorError(
      'MiniStack is not installed. It needs Python 3.10 or later: pip install ministack',
    );
  }
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn('ministack', {
    stdio: 'ignore',
    // Lambdas run as its children: all of the group end together.
    detached: true,
    env: {
      ...process.env,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      LAMBDA_EXECUTOR: 'local',
      IOT_MTLS_ENABLED: '0',
      SMTP_HOST: `127.0.0.1:${smtpPort}`,
      SFN_WAIT_SCALE: String(waitScale),
      LOG_LEVEL: 'ERROR',
    },
  });
  const close = () => end(child);
  process.once('exit', () => kill(child));
  try {
    await untilReady(endpoint, child);
  } catch (error) {
    await close();
    throw error;
  }
  return { endpoint, environment: environmentFor(endpoint), close };
}

function environmentFor(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

async function untilReady(endpoint: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${endpoint}/_ministack/health`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(LOOK_EVERY_MS);
  }
  throw new EmulatorError('MiniStack did not become ready. Start it by hand to see why: ministack');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  kill(child);
  await ended;
}

function kill({ pid, exitCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new EmulatorError('expected a free port');
  return address.port;
}
