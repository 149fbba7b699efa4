import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { TestContext } from 'vitest';
import { z } from 'zod';
import { parseJsonAs } from '../../shared/parse.js';

const run = promisify(execFile);

/** What Python's strict e-mail parser makes of a message. It raises on the first defect. */
const Reading = z.object({
  headers: z.record(z.string(), z.string()),
  text: z.string(),
  html: z.string(),
});
export type Reading = z.infer<typeof Reading>;

const READ = `
import base64, email, email.policy, json, sys
policy = email.policy.strict.clone(raise_on_defect=True)
message = email.message_from_bytes(base64.b64decode(sys.stdin.read()), policy=policy)
part = lambda kind: message.get_body((kind,)).get_content().replace('\\r\\n', '\\n')
print(json.dumps({'headers': dict(message.items()), 'text': part('plain'), 'html': part('html')}))
`;

/** Skips the test, saying so, where `program` is not installed. */
export function needs(context: TestContext, program: string): void {
  const found = spawnSync(program, ['--version'], { stdio: 'ignore' });
  if (found.error === undefined) return;
  console.warn(`${program} is not installed: not tested that ${context.task.name}`);
  context.skip(`${program} is not installed`);
}

/** Returns a raw message as Python's strict parser reads it, with LF line ends. @throws for any defect */
export async function readStrictly(message: Buffer): Promise<Reading> {
  return parseJsonAs(Reading, await fed('python3', ['-c', READ], message.toString('base64')), 'python');
}

/** Returns SpamAssassin's score of a raw message, by its local tests alone. Takes a second or two. */
export async function spamScore(message: Buffer): Promise<number> {
  const report = await fed('spamassassin', ['-t', '-L'], message);
  return Number(/score=(-?[\d.]+)/.exec(report)?.[1]);
}

async function fed(program: string, args: string[], input: string | Buffer): Promise<string> {
  const running = run(program, args, { maxBuffer: 64 * 1024 * 1024 });
  running.child.stdin?.end(input);
  return (await running).stdout;
}
