import { z } from 'zod';
import { isCategory } from '../../../shared/domain/category.js';
import { ShapeError } from '../../../shared/errors.js';
import { arxivSource } from './arxiv.js';
import { fileSource } from './file.js';
import { huggingfaceSource } from './huggingface.js';
import type { Source } from './source.js';

const BaseUrl = z.url({ protocol: /^https?$/ });

/** What decides where papers are read. */
export const SourceEnvironment = z.object({
  ARXIV_BASE_URL: BaseUrl.default('https://export.arxiv.org'),
  /** Joined by commas. */
  ARXIV_CATEGORIES: z
    .string()
    .default('cs.AI,cs.CL,cs.CV,cs.LG')
    .transform((codes) => codes.split(',').map((code) => code.trim()))
    .pipe(z.array(z.string().refine(isCategory, 'expected a category of arXiv'))),
  /** Between two requests; less than arXiv's terms ask for is meant for the sample. */
  ARXIV_INTERVAL_MS: z.coerce.number().int().nonnegative().default(3000),
  HUGGINGFACE_BASE_URL: BaseUrl.default('https://huggingface.co'),
  /** A JSON Lines file, for the source `file`. */
  PAPERS_FILE: z.string().optional(),
  /** An address or page by which a feed's operators reach this service's; it goes into the User-Agent. */
  SOURCE_CONTACT: z
    .string()
    .regex(/^[!-~]{3,200}$/)
    .optional(),
});
export type SourceEnvironment = z.infer<typeof SourceEnvironment>;

/** The source called `name`; nothing is read yet. @throws ShapeError when there is none, or a file is not named */
export function sourceByName(name: string, environment: SourceEnvironment): Source {
  const contact = environment.SOURCE_CONTACT;
  const polite = contact ? { userAgent: `research-digest/0.1 (${contact})` } : {};
  switch (name) {
    case 'arxiv':
      return arxivSource({
        ...polite,
        baseUrl: environment.ARXIV_BASE_URL,
        categories: environment.ARXIV_CATEGORIES,
        intervalMs: environment.ARXIV_INTERVAL_MS,
      });
    case 'huggingface':
      return huggingfaceSource({ ...polite, baseUrl: environment.HUGGINGFACE_BASE_URL });
    case 'file':
      if (environment.PAPERS_FILE === undefined) throw new ShapeError('environment', 'PAPERS_FILE: required');
      return fileSource({ file: environment.PAPERS_FILE });
    default:
      throw new ShapeError('source', 'expected arxiv, huggingface or file');
  }
}
