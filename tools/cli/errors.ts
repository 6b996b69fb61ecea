/** The user asked for something that cannot be done as asked: one sentence, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Output could not be written; nothing is half written. Exit code 4. */
export class NotWrittenError extends Error {
  override readonly name = 'NotWrittenError';
}
