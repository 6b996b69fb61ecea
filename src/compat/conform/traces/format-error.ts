/** A recording that cannot be read: says where it is wrong and what was expected there. */
export class TraceFormatError extends Error {
  readonly file: string;
  /** Line in the file, from 1; 0 when the file as a whole is wrong. */
  readonly line: number;

  constructor(file: string, line: number, problem: string) {
    super(line === 0 ? `${file}: ${problem}` : `${file}:${line}: ${problem}`);
    this.name = 'TraceFormatError';
    this.file = file;
    this.line = line;
  }
}
