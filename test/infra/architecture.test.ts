import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tableRights } from '../../infra/aws/rights.js';
import { type FunctionName, functions, queues, sources, tables } from '../../infra/house.js';

const text = readFileSync('docs/architecture.md', 'utf8');
const names = Object.keys(functions) as FunctionName[];

/** A box of a diagram: its id, and what it is called where that is something else. */
const BOX = /(\w+)[[({]+"?([^\])}"]+)"?[\])}]+/g;

/**
 * The arrows of the diagram under a heading, as `from -> to`; one that points both ways is two.
 * @param dotted whether those count that say what happens otherwise than by the plain way
 */
function arrowsUnder(heading: string, { dotted }: { dotted: boolean }): string[] {
  const [, diagram = ''] = new RegExp(`## ${heading}\\n+\`\`\`mermaid\\n(.+?)\`\`\``, 's').exec(text) ?? [];
  const lines = diagram.split('\n').filter((line) => !/^ *subgraph/.test(line));
  const called = new Map([...lines.join('\n').matchAll(BOX)].map(([, id, name]) => [id, name]));
  const name = (id: string) => called.get(id) ?? id;
  return lines.flatMap((line) => {
    if (line.includes('-.') && !dotted) return [];
    const [, from, back, to] = /^ *(\w+) (<?)-.*> ?(?:\|.*\|)? ?(\w+)$/.exec(line.replace(BOX, '$1')) ?? [];
    if (from === undefined || to === undefined) return [];
    const there = `${name(from)} -> ${name(to)}`;
    return back ? [there, `${name(to)} -> ${name(from)}`] : [there];
  });
}

describe('the flow that the documentation draws', () => {
  const arrows = arrowsUnder('The flow', { dotted: true });
  const ends = new Set(arrows.flatMap((arrow) => arrow.split(' -> ')));

  it.each([...names, ...Object.keys(tables), ...Object.keys(queues)])('has %s of the house in it', (name) => {
    expect(ends).toContain(name);
  });

  it('has every source and every queue’s dead letters in it', () => {
    const drawn = [...ends].map((end) => end.toLowerCase().replace(' ', ''));

    expect(drawn).toEqual(expect.arrayContaining([...sources]));
    for (const queue of Object.keys(queues)) expect(arrows).toContain(`${queue} -> ${queue}-dead`);
  });

  it('tells of each function what is retried', () => {
    const rows = [...text.matchAll(/^\| `([a-z-]+)` \| [^|]+ \| [^|]+ \|$/gm)].map(([, name]) => name);

    expect(rows).toEqual(expect.arrayContaining(names));
  });

  it('has an arrow between a function and a table where the one may write or read the other, and no other', () => {
    const allowed = names.flatMap((name) =>
      tableRights[name].flatMap((right) => {
        const verbs = 'index' in right ? ['Query'] : right.verbs;
        return verbs.map((verb) =>
          /Get|Query/.test(verb) ? `${right.table} -> ${name}` : `${name} -> ${right.table}`,
        );
      }),
    );
    const drawn = arrows.filter((arrow) => arrow.split(' -> ').some((end) => Object.hasOwn(tables, end)));

    expect(drawn.sort()).toEqual([...new Set(allowed)].sort());
  });
});

const FOLDERS = ['infra', 'functions', 'templates', 'shared'];

/** The place of the house that a file belongs to: a folder of the top, or what stands in `infra`. */
const placesOf = (file: string) => {
  const [top = '', within = ''] = file.split('/');
  return top === 'infra' ? [top, within] : [top];
};

/** Who imports whom, from place to place. */
function imports(): Set<string> {
  const found = new Set<string>();
  for (const folder of FOLDERS) {
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!/\.tsx?$/.test(path)) continue;
      const file = join(folder, path);
      for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)\.js'/g)) {
        for (const from of placesOf(file)) {
          for (const to of placesOf(`${join(dirname(file), target)}.ts`)) found.add(`${from} -> ${to}`);
        }
      }
    }
  }
  return found;
}

describe('the house that the documentation draws', () => {
  it('has nothing in it that is not there', () => {
    const ends = arrowsUnder('The house', { dotted: true }).flatMap((arrow) => arrow.split(' -> '));

    expect(ends.length).toBeGreaterThan(0);
    for (const end of ends) expect(existsSync(end) || existsSync(join('infra', end)), end).toBe(true);
  });

  it('has an arrow only where something is imported, and every one between the four folders', () => {
    const drawn = arrowsUnder('The house', { dotted: false });
    const real = imports();
    const between = [...real].filter((arrow) => {
      const [from = '', to = ''] = arrow.split(' -> ');
      return from !== to && FOLDERS.includes(from) && FOLDERS.includes(to);
    });

    expect(drawn.filter((arrow) => !real.has(arrow))).toEqual([]);
    expect(between.filter((arrow) => !drawn.includes(arrow))).toEqual([]);
  });
});
