/** Walks over the words of a scenario. */
import { ScenarioError, type Value } from './model.js';
import type { Word } from './words.js';

export class WordReader {
  readonly #words: readonly Word[];
  #at = 0;

  constructor(words: readonly Word[]) {
    this.#words = words;
  }

  done(): boolean {
    return this.#at >= this.#words.length;
  }

  /** Line of the word that comes, or of the last one. */
  line(): number {
    return (this.#words[this.#at] ?? this.#words.at(-1))?.line ?? 1;
  }

  peek(): Word | undefined {
    return this.#words[this.#at];
  }

  next(): Word {
    const word = this.#words[this.#at];
    if (word === undefined) throw new ScenarioError(this.line(), 'the text ends in the middle of a statement');
    this.#at++;
    return word;
  }

  /** Takes the sign if it is the next word; line ends before it do not count. */
  take(sign: string): boolean {
    let at = this.#at;
    while (this.#words[at]?.text === ';' && sign !== ';') at++;
    const word = this.#words[at];
    if (word === undefined || word.quoted || word.text !== sign) return false;
    this.#at = at + 1;
    return true;
  }

  expect(sign: string, why: string): void {
    if (!this.take(sign)) throw new ScenarioError(this.line(), `expected ${sign}: ${why}`);
  }

  /** The words up to the end of the statement, which is taken too. */
  untilEnd(): readonly Word[] {
    const words: Word[] = [];
    while (!this.done()) {
      const word = this.next();
      if (word.text === ';' && !word.quoted) break;
      words.push(word);
    }
    return words;
  }
}

export function isName(text: string): boolean {
  return /^[A-Za-z]\w*$/.test(text);
}

/** A number (decimal or 0x), a range `1..0xfffff`, or a word. */
export function readValue(word: Word): Value {
  if (word.quoted) return word.text;
  const range = /^(\w+)\.\.(\w+)$/.exec(word.text);
  if (range !== null) return { min: readNumber(range[1]!, word.line), max: readNumber(range[2]!, word.line) };
  return /^-?\d/.test(word.text) ? readNumber(word.text, word.line) : word.text;
}

function readNumber(text: string, line: number): number {
  const value = /^(0x[0-9a-f]+|-?\d+)$/i.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(value))
    throw new ScenarioError(line, `${text} is no number (decimal, or hexadecimal with 0x)`);
  return value;
}

/** `key=value` words, as `key`, `=`, `value`. */
export function readOptions(words: readonly Word[]): Record<string, Value> {
  const options: Record<string, Value> = {};
  for (let at = 0; at < words.length; at += 3) {
    const [key, sign, value] = [words[at]!, words[at + 1], words[at + 2]];
    if (sign?.text !== '=' || value === undefined)
      throw new ScenarioError(key.line, `${key.text}: expected ${key.text}=VALUE`);
    if (Object.hasOwn(options, key.text)) throw new ScenarioError(key.line, `${key.text} is given twice`);
    options[key.text] = readValue(value);
  }
  return options;
}
