import { replace } from 'unicodeit';

/** Returns `text` with its TeX as Unicode, as far as Unicode goes; what it cannot say stays readable. */
export function texToUnicode(text: string): string {
  return /[\\$]/.test(text) ? replace(text).replaceAll('$', '') : text;
}
