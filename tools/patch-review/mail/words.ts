/** The words of a mail (not its diff) as text. */
import { clean, textOf } from '../clean.js';

/** Decodes lines of bytes by the character set the mail names; a wrong or unknown name falls back to UTF-8, then bytes. */
export function wordsOf(lines: readonly string[], charset: string): string[] {
  const bytes = lines.join('\n');
  if (/^[\u0000-\u007f]*$/.test(bytes) && !/^(?:iso-2022|utf-16|hz)/.test(charset)) return clean(bytes).split('\n');
  return clean(decode(bytes, charset)).split('\n');
}

function decode(bytes: string, charset: string): string {
  const ambiguous = charset === '' || /^(?:us-)?ascii$|^unknown|^utf-?8$/.test(charset);
  if (ambiguous) return textOf(bytes);
  try {
    return new TextDecoder(charset, { fatal: true }).decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return textOf(bytes);
  }
}
