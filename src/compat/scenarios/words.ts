/** From the text of a scenario to words, each with its line. */
import { ScenarioError } from './model.js';

export interface Word {
  readonly text: string;
  readonly line: number;
  /** True when it was written in double quotes. */
  readonly quoted: boolean;
}

/** A scenario text is at most this long (bytes) and this many lines: more is an error, not a slow run. */
export const maxTextLength = 1_000_000;
export const maxLines = 20_000;

const signs = new Set(['{', '}', ';', ',', '=', '!']);

/** Splits a text into lines of words; a comment is one word that begins with `#`. */
export function wordsOf(text: string): readonly (readonly Word[])[] {
  if (text.length > maxTextLength) throw new ScenarioError(1, `the text is longer than ${maxTextLength} characters`);
  const lines = text.split(/\r?\n/);
  if (lines.length > maxLines) throw new ScenarioError(maxLines, `more than ${maxLines} lines`);
  return lines.map((line, index) => wordsOfLine(line, index + 1));
}

function wordsOfLine(line: string, number: number): Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < line.length) {
    const letter = line[at]!;
    if (letter === ' ' || letter === '\t') {
      at++;
    } else if (letter === '#') {
      words.push({ text: line.slice(at).trimEnd(), line: number, quoted: false });
      break;
    } else if (letter === '"') {
      const end = line.indexOf('"', at + 1);
      if (end < 0) throw new ScenarioError(number, 'a quoted text has no end');
      words.push({ text: line.slice(at + 1, end), line: number, quoted: true });
      at = end + 1;
    } else if (signs.has(letter)) {
      words.push({ text: letter, line: number, quoted: false });
      at++;
    } else {
      let end = at;
      while (end < line.length && !signs.has(line[end]!) && !/[\s"#]/.test(line[end]!)) end++;
      words.push({ text: line.slice(at, end), line: number, quoted: false });
      at = end;
    }
  }
  return words;
}
