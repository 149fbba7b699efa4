import { dot } from '../../../shared/terms/vectors.js';

/** How much a shared field counts beside the text, as a share of the cosine. */
const FIELD_SHARE = 0.4;

/**
 * The places with the papers' fields beside them: two papers under the same rare categories are nearer, by at most
 * {@link FIELD_SHARE}. All categories of a paper count alike, cross-lists too; a paper without any keeps its place.
 */
export function besideFields(
  places: readonly Float32Array[],
  categories: readonly (readonly string[])[],
): Float32Array[] {
  const papersIn = new Map<string, number>();
  for (const category of categories.flat()) papersIn.set(category, (papersIn.get(category) ?? 0) + 1);
  const columns = new Map([...papersIn.keys()].map((category, column) => [category, column]));
  return places.map((place, at) => {
    const fields = new Float32Array(columns.size);
    for (const category of categories[at] ?? []) {
      fields[columns.get(category) ?? 0] = Math.log(places.length / (papersIn.get(category) ?? 1));
    }
    const scale = Math.sqrt(FIELD_SHARE / (dot(fields, fields) || 1));
    const joined = new Float32Array(place.length + fields.length);
    joined.set(place);
    joined.set(
      fields.map((value) => value * scale),
      place.length,
    );
    return joined;
  });
}
