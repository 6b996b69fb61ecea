/** Head and body of a mail as bytes: the frame that everything else trusts. */
import { limits } from '../limits.js';

export interface Frame {
  /** Unfolded header fields in order; names in lower case, values one byte per character. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** Offset of the first byte of the body. */
  readonly bodyAt: number;
  /** Lines before the body, the empty one included. */
  readonly headLines: number;
}

/** Cuts a mail at its first empty line; a head without an end is cut at the limit. */
export function frame(bytes: Uint8Array): Frame {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const most = Math.min(view.length, limits.headBytes);
  const fields: { name: string; value: string }[] = [];
  let at = 0;
  let headLines = 0;
  while (at < most) {
    const end = view.subarray(at, most).indexOf(0x0a);
    const stop = end < 0 ? most : at + end;
    const line = view.toString('latin1', at, stop).replace(/\r$/, '');
    at = end < 0 ? stop : stop + 1;
    headLines += 1;
    if (line === '') break;
    addLine(fields, line);
  }
  return { fields, bodyAt: at, headLines };
}

function addLine(fields: { name: string; value: string }[], line: string): void {
  const last = fields.at(-1);
  if ((line.startsWith(' ') || line.startsWith('\t')) && last !== undefined) {
    last.value = last.value.length < limits.headBytes ? `${last.value} ${line.trim()}` : last.value;
    return;
  }
  const colon = line.indexOf(':');
  if (colon <= 0 || line.startsWith('>')) return;
  fields.push({ name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() });
}

/** First value of a field, or an empty string. */
export function field(framed: Frame, name: string): string {
  return framed.fields.find((candidate) => candidate.name === name)?.value ?? '';
}

/** Undoes the quoting of `From ` lines: one `>` less. */
export function unquoteFrom(line: string): string {
  return line.startsWith('>') && /^>+From /.test(line) ? line.slice(1) : line;
}
