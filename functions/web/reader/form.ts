import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';

/** The fields of a posted form, as text; files are none of our fields. */
export interface Form {
  /** The field's one value, trimmed; empty where there is none. */
  text(name: string): string;
  /** All values of the field. */
  list(name: string): string[];
  /** The lines of a text area that are not empty, trimmed, each once. */
  lines(name: string): string[];
}

/** The form that came with a request, in either encoding. @throws HTTPException 400 when it cannot be read as one */
export async function postedForm(context: Context): Promise<Form> {
  const data = await context.req.formData().catch((cause: unknown) => {
    throw new HTTPException(400, { cause });
  });
  const list = (name: string) => data.getAll(name).filter((value) => typeof value === 'string');
  const text = (name: string) => list(name)[0]?.trim() ?? '';
  return {
    text,
    list,
    lines: (name) => [
      ...new Set(
        text(name)
          .split(/[\r\n]+/)
          .map((line) => line.replace(/\s+/g, ' ').trim())
          .filter((line) => line !== ''),
      ),
    ],
  };
}
