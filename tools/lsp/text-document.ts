/** The text of an open document, and positions in it. Characters are UTF-16 units, as in JavaScript. */
import type { Position, TextDocumentContentChangeEvent } from 'vscode-languageserver/node';

export class TextDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly #text: string;
  #lines: readonly number[] | undefined;

  constructor(uri: string, languageId: string, version: number, text: string) {
    this.uri = uri;
    this.languageId = languageId;
    this.version = version;
    this.#text = text;
  }

  static create(uri: string, languageId: string, version: number, content: string): TextDocument {
    return new TextDocument(uri, languageId, version, content);
  }

  /** The document after changes that the client made one after the other. */
  static update(
    document: TextDocument,
    changes: readonly TextDocumentContentChangeEvent[],
    version: number,
  ): TextDocument {
    let current = document;
    for (const change of changes) {
      let text = change.text;
      if ('range' in change) {
        const whole = current.getText();
        const [start, end] = [current.offsetAt(change.range.start), current.offsetAt(change.range.end)];
        text = whole.slice(0, start) + change.text + whole.slice(end);
      }
      current = new TextDocument(document.uri, document.languageId, version, text);
    }
    return current;
  }

  getText(): string {
    return this.#text;
  }

  get lineCount(): number {
    return this.#starts().length;
  }

  #starts(): readonly number[] {
    this.#lines ??= [0, ...[...this.#text.matchAll(/\r\n|\n|\r/g)].map((match) => match.index + match[0].length)];
    return this.#lines;
  }

  offsetAt({ line, character }: Position): number {
    const starts = this.#starts();
    if (line >= starts.length) return this.#text.length;
    const end = starts[line + 1] ?? this.#text.length;
    return Math.min(starts[line]! + character, end);
  }

  positionAt(offset: number): Position {
    const starts = this.#starts();
    let line = starts.length - 1;
    while (starts[line]! > offset) line--;
    return { line, character: offset - starts[line]! };
  }
}
