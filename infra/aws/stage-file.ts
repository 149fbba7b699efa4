import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DigestError } from '../../shared/errors.js';
import { parseStage, type Stage } from './config.js';

/** The stage that was asked for cannot be built: a line for each mistake. */
export class StageError extends DigestError {
  readonly code = 'stage';

  constructor(file: string, mistakes: readonly string[]) {
    super(mistakes.map((mistake) => `${file}: ${mistake}.`).join('\n'));
  }
}

/** Where the stages are kept, a JSON file each. */
export const STAGES_FOLDER = fileURLToPath(new URL('../stages/', import.meta.url));

/** The stage called `name`, from its file in `folder`. @throws StageError */
export function readStage(
  name: unknown,
  folder: string = STAGES_FOLDER,
): { stageName: string; stage: Stage } {
  const known = stagesIn(folder);
  if (typeof name !== 'string' || !known.includes(name)) {
    throw new StageError(`stage ${JSON.stringify(name)}`, [
      `there is no such file among the stages, only ${known.join(', ')}`,
    ]);
  }
  if (!/^[a-z][a-z0-9-]{0,29}$/.test(name)) {
    throw new StageError(`${name}.json`, [
      'a stage is named in up to 30 small letters, digits and hyphens, a letter first',
    ]);
  }
  const read = parseStage(jsonOf(readFileSync(`${folder}/${name}.json`, 'utf8'), `${name}.json`));
  if ('mistakes' in read) throw new StageError(`${name}.json`, read.mistakes);
  return { stageName: name, stage: read.stage };
}

/** The names of the stages in a folder, sorted. */
function stagesIn(folder: string): string[] {
  if (!existsSync(folder))
    throw new StageError(`stages ${JSON.stringify(folder)}`, ['there is no such folder']);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : 'unreadable';
    throw new StageError(file, [`is not JSON: ${problem.replace(/\s+/g, ' ')}`]);
  }
}
