import { z } from 'zod';

/** An arXiv id without its version: `2601.09735`, `astro-ph/0601001`. */
export const ArxivId = z
  .string()
  .regex(/^(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?\/\d{7})$/, 'expected an arXiv id such as 2601.09735');

/** Returns the paper's id here, and where it is read: at its latest version, so that a link does not age. */
export function arxivReference(arxivId: string): { id: string; abstractUrl: string; pdfUrl: string } {
  return {
    id: `arxiv:${arxivId}`,
    abstractUrl: `https://arxiv.org/abs/${arxivId}`,
    pdfUrl: `https://arxiv.org/pdf/${arxivId}`,
  };
}
