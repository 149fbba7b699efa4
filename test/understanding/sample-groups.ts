/** The groups that the sample's papers were chosen in, as `infra/local/sample/README.md` tells them; the rest are loners. */
const GROUPS: Record<string, string> = {
  'diffusion language models': '2601.14266 14446 14758 15165',
  'quantised language models': '2601.14277 14549 14888 15287',
  'Dark Energy Survey, six years': '2601.14484 14559 14833 14859 14864 15175',
  'black holes and galaxies seen by JWST': '2601.14368 14370 14395 15207',
  'frustrated magnets': '2601.14380 14382 14458 14496',
  'quantum networks': '2601.14734 14763 14824 14845',
  'standing waves and ground states': '2601.14591 14657 15003',
  'diffusion policies for robots and cars': '2601.12116 12894 12901 12925',
  'vision-language-action models': '2601.12993 13809 14133 15197',
  'coding agents': '2601.11655 12522 13295 13597 13713',
  'attachment to AI companions': '2601.12181 12871 13188 13348',
  'mental health and language models': '2601.11530 12754 14269 14780',
  'attacks on agents': '2601.11893 12349 12359 12449 13612',
  wildfires: '2601.11686 11794 14238 14475',
  altermagnets: '2601.14381 14878',
};

/** A group of papers with a phrase that a reader of them would choose. */
export interface SampleGroup {
  phrase: string;
  ids: string[];
}

export const sampleGroups: readonly SampleGroup[] = Object.entries(GROUPS).map(([phrase, ids]) => ({
  phrase,
  ids: ids.split(' ').map((id) => (id.includes('.') ? id : `2601.${id}`)),
}));
