/** Text of strangers made safe for a terminal, a report and a grep. */

const escapeSequences =
  /\u001b(?:\[[0-?]{0,64}[ -/]{0,16}[@-~]?|\][^\u0007\u001b]{0,4096}(?:\u0007|\u001b\\)?|[@-Z\\-_]?)/g;
/** C0 but tab and newline, DEL, C1, bidirectional controls, zero-width characters, line separators, byte order mark. */
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Drops escape sequences, control characters and invisible characters; keeps tabs and newlines. */
export function clean(text: string): string {
  return text.replace(escapeSequences, '').replace(unseen, '');
}

/** `clean`, on one line, at most `max` characters. */
export function cleanLine(text: string, max = 1_000): string {
  const line = clean(text.slice(0, max * 4))
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= max ? line : `${line.slice(0, max - 3)}...`;
}

/** Letters without their accents, everything else outside ASCII as `?`. */
export function ascii(text: string): string {
  if (/^[\u0000-\u007f]*$/.test(text)) return text;
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/[^\u0000-\u007f]/gu, '?');
}

/**
 * Text of a string that holds one byte per character (`latin1`), as diffs and source files are kept here: UTF-8 when it
 * is that, else byte by byte.
 */
export function textOf(bytes: string): string {
  if (/^[\u0000-\u007f]*$/.test(bytes)) return bytes;
  const buffer = Buffer.from(bytes, 'latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer);
  } catch {
    return bytes;
  }
}
