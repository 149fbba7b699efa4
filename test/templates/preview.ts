/** Takes pictures of a mail: `npx tsx test/templates/preview.ts FILE.eml FOLDER`, one for each of the looks. */
import { readFile } from 'node:fs/promises';
import PostalMime from 'postal-mime';
import { inEachLook } from './looks.js';

const [file, folder] = process.argv.slice(2);
if (file === undefined || folder === undefined) throw new Error('expected FILE.eml FOLDER');
const { html = '' } = await PostalMime.parse(await readFile(file));
await inEachLook(html, async (page, name) => {
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  console.log(`${folder}/${name}.png`);
});
