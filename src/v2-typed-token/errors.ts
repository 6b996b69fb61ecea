/** What the allocator throws. A caller's mistake is never thrown but answered, except a call from inside a handler. */

/** The posted code would have died here: use after free, corrupted list, endless loop. Profile `as-posted` only. */
export class PoisonError extends Error {
  override readonly name = 'PoisonError';
}

/** A handler called something that locks again what is locked already. */
export class ReentryError extends Error {
  override readonly name = 'ReentryError';
}

/** A mistake of this library. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}
