/** A value that is made when it is first asked for: most facts of most files are never looked at. */
export function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
