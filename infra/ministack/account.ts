import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DigestError } from '../../shared/errors.js';
import { ACCOUNT, type Emulator, REGION } from './emulator.js';

/** The CDK could not do what it was asked for; its last words are told. */
export class CdkError extends DigestError {
  readonly code = 'cdk';
}

const CDK = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');
const LAST_WORDS = 1_500;
const MOST_OUTPUT = 16 * 1024 * 1024;

/** What an operator does with the CDK, in the emulator's account. */
export class CdkAccount {
  /**
   * @param stageName the stage that is deployed, from the file of that name in `folder`/stages
   * @param folder where stages, and what the CDK synthesises, are kept
   */
  constructor(
    private readonly emulator: Emulator,
    private readonly stageName: string,
    private readonly folder: string,
  ) {}

  /** Writes the stage's file. */
  async writeStage(stage: object): Promise<void> {
    await mkdir(this.#stages, { recursive: true });
    await writeFile(join(this.#stages, `${this.stageName}.json`), JSON.stringify(stage, null, 2));
  }

  /** Makes what the CDK needs in an account before its first deployment. */
  async bootstrap(): Promise<void> {
    await this.#cdk('bootstrap', `aws://${ACCOUNT}/${REGION}`);
  }

  /** Deploys the stage. Returns what the CDK said. */
  deploy(): Promise<string> {
    return this.#cdk('deploy', '--require-approval', 'never');
  }

  /** Takes the stage down. */
  async destroy(): Promise<void> {
    await this.#cdk('destroy', '--force');
  }

  get #stages(): string {
    return join(this.folder, 'stages');
  }

  async #cdk(...command: string[]): Promise<string> {
    const context = ['--context', `stage=${this.stageName}`, '--context', `stages=${this.#stages}`];
    const options = [
      '--output',
      join(this.folder, 'cdk.out'),
      '--ci',
      '--no-notices',
      '--no-version-reporting',
    ];
    try {
      const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        [CDK, ...command, ...context, ...options],
        {
          maxBuffer: MOST_OUTPUT,
          // Validating the template takes ten seconds, and `npm run synth` does it.
          env: { ...process.env, ...this.emulator.environment, CDK_VALIDATION: 'false' },
        },
      );
      return stdout + stderr;
    } catch (cause) {
      const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : String(cause);
      throw new CdkError(`cdk ${command[0]}: ${said.trim().slice(-LAST_WORDS)}`, { cause });
    }
  }
}
