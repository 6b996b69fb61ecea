/** Plain text in columns. */
import { ascii, clean } from '../clean.js';

/** Lines of at most `width` columns; a word that is longer stays whole. `rest` is put before all lines but the first. */
export function wrap(text: string, width: number, first = '', rest = ''): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = rest;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  if (!isEmpty || first.trim() !== '') lines.push(line.trimEnd());
  return lines;
}

/** `1 call`, `2 calls`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** `1-5 7`: numbers as runs. */
export function runs(numbers: readonly number[]): string {
  const parts: string[] = [];
  let from = NaN;
  let to = NaN;
  const flush = (): void => {
    if (!Number.isNaN(from)) parts.push(from === to ? String(from) : `${from}-${to}`);
  };
  for (const number of numbers) {
    if (number === to + 1) to = number;
    else {
      flush();
      from = to = number;
    }
  }
  flush();
  return parts.join(' ');
}

/** The text as it may be printed: no control characters, ASCII unless a terminal shows it. */
export function printable(text: string, isAscii: boolean): string {
  const safe = clean(text);
  return isAscii ? ascii(safe) : safe;
}
