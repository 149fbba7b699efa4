import type { StoryPaper } from '../../../../functions/compile/stories/find-stories.js';
import { normalFrom, seededRandom } from '../../../../shared/terms/random.js';
import { unit } from '../../../../shared/terms/vectors.js';

/** Four subjects, each told in four ways, and a few papers that belong to none. */
const SUBJECTS = [
  {
    categories: ['q-bio.BM', 'cs.LG'],
    titles: [
      'Diffusion models for protein design',
      'FoldFlow: Fast diffusion models for protein design at scale',
      'Towards controllable protein design with diffusion models',
      'Sampling diverse protein backbones with diffusion models',
    ],
  },
  {
    categories: ['astro-ph.GA'],
    titles: [
      'Star formation in dwarf galaxies seen by JWST',
      'Quenched star formation in dwarf galaxies of the Local Group',
      'Gas inflow and star formation in dwarf galaxies',
      'The JWST view of dwarf galaxies and their gas',
    ],
  },
  {
    categories: ['quant-ph'],
    titles: [
      'Decoding surface codes on noisy hardware',
      'Real-time decoding of surface codes for quantum error correction',
      'Quantum error correction with surface codes under leakage',
      'Lattice surgery and surface codes',
    ],
  },
  {
    categories: ['cs.CR'],
    titles: [
      'Prompt injection attacks on LLM agents',
      'Defending LLM agents against prompt injection attacks',
      'A survey of prompt injection in tool-using LLM agents',
    ],
  },
];

const STRAYS = ['Tides of a shallow estuary', 'Voting rules for small juries', 'Folding of thin sheets'];

/** A small day with its vectors: papers of one subject point in one direction, strays in directions of their own. */
export function smallDay(seed = 3): { papers: StoryPaper[]; vectors: Float32Array[]; subjectOf: number[] } {
  const normal = normalFrom(seededRandom(seed));
  const direction = (): Float32Array => unit(Float32Array.from({ length: 32 }, normal));
  const papers: StoryPaper[] = [];
  const vectors: Float32Array[] = [];
  const subjectOf: number[] = [];
  const add = (title: string, categories: string[], vector: Float32Array, subject: number): void => {
    const abstract = `In this paper we look at ${title.replace(/^[^:]*: /, '').toLowerCase()}, seen by JWST or an LLM.`;
    papers.push({ id: `arxiv:${papers.length}`, title, abstract, categories });
    vectors.push(vector);
    subjectOf.push(subject);
  };
  SUBJECTS.forEach(({ titles, categories }, subject) => {
    const centre = direction();
    for (const title of titles) {
      add(title, categories, unit(centre.map((value) => value + 0.08 * normal())), subject);
    }
  });
  for (const [at, title] of STRAYS.entries()) add(title, [`x.${at}`], direction(), -1 - at);
  return { papers, vectors, subjectOf };
}
