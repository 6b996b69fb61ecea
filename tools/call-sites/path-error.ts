/** A path cannot be read by anybody. */
export class PathError extends Error {
  override readonly name = 'PathError';
}
