/** Input that cannot be read as asked: where, what and what to do, in one sentence. */
export class ReviewInputError extends Error {
  override readonly name = 'ReviewInputError';
}
