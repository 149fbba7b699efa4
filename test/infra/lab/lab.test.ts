import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/silent.js';

const root = join(import.meta.dirname, '../../..');
const topics = ['superconducting qubits', 'robot arms', 'galaxy clusters'];
const papers = Array.from({ length: 12 }, (_, n) => ({
  id: `p${n}`,
  title: `Measuring ${topics[n % 3]}, part ${n}`,
  abstract: `We measure ${topics[n % 3]} in ${n + 2} ways. Others have measured less.`,
}));

describe('the lab', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let file: string;
  beforeAll(async () => {
    folder = await temporaryFolder();
    file = join(folder.folder, 'papers.jsonl');
    await writeFile(file, papers.map((paper) => JSON.stringify(paper)).join('\n'));
  });
  afterAll(() => folder.remove());

  const lab = async (...words: string[]): Promise<Record<string, unknown>[]> => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), join(root, 'infra/lab/lab.ts'), ...words, '--papers', file],
      { cwd: folder.folder },
    );
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  };

  it('groups papers by what they are about', async () => {
    const lines = await lab('cluster', '--clusters', '3');
    const clusterOf = new Map(lines.map(({ id, cluster }) => [id, cluster]));

    expect(new Set(clusterOf.values()).size).toBe(3);
    for (const [n, { id }] of papers.entries()) expect(clusterOf.get(id)).toBe(clusterOf.get(`p${n % 3}`));
  });

  it('ranks candidates as a digest would, and the same with vectors kept from the last time', async () => {
    const readers = join(folder.folder, 'readers.jsonl');
    const reader = {
      reader: 'r',
      topics: ['robotics'],
      likes: ['p1'],
      candidates: papers.map(({ id }) => id),
    };
    await writeFile(readers, JSON.stringify(reader));

    const first = await lab('rank', '--readers', readers);
    const again = await lab('rank', '--readers', readers);

    const [{ ranking } = { ranking: [] }] = first as { ranking: { id: string; why: string }[] }[];
    expect(ranking).toHaveLength(12);
    expect(ranking.slice(0, 3).every(({ id }) => Number(id.slice(1)) % 3 === 1)).toBe(true);
    expect(again).toEqual(first);
  });

  it('sums papers up', async () => {
    const lines = await lab('summarise');

    expect(lines).toHaveLength(12);
    expect(lines[0]).toMatchObject({
      id: 'p0',
      method: 'extractive',
      tldr: expect.stringContaining('superconducting'),
    });
  });
});
