import { z } from 'zod';

/** With their abstracts, so many make a page of 80 KB. */
const PER_PAGE = 30;
const PageQuery = z.object({ page: z.coerce.number().int().positive().catch(1) });

/** The part of `all` that `?page=` asks for, from 1; one beyond the last is the last. */
export function pageOf<T>(
  all: readonly T[],
  query: Record<string, string>,
): { shown: T[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(all.length / PER_PAGE));
  const page = Math.min(PageQuery.parse(query).page, pages);
  return { shown: all.slice((page - 1) * PER_PAGE, page * PER_PAGE), page, pages };
}
