import { PlainTexts } from '../matching/plain-texts.js';
import { unpackPreparation, unpackTexts } from '../matching/preparation-bytes.js';
import { indexed, type PreparedEdition, prepareEdition } from '../matching/prepare.js';
import type { EditionHeader, EditionStore } from './editions.js';

/** The edition that `header` names, ready to be matched: as compile left it, or worked out anew where it left nothing. */
export async function readPrepared(editions: EditionStore, header: EditionHeader): Promise<PreparedEdition> {
  const bytes = await editions.preparation(header);
  const texts = new PlainTexts(async () => unpackTexts(await editions.texts(header)));
  const preparation = bytes && (await unpackPreparation(bytes, texts));
  if (preparation) return indexed(preparation);
  const [edition, vectors] = await Promise.all([editions.edition(header), editions.vectors(header)]);
  return prepareEdition(edition, vectors);
}
