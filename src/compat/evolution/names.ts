/** The law of names: a TypeScript call is the camelCase of its C name, and back. */

/** `ioasid_alloc_set` to `ioasidAllocSet`; a constant in capitals keeps its name. */
export function tsName(c: string): string {
  if (/^[A-Z0-9_]+$/.test(c)) return c;
  return c.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `ioasidAllocSet` to `ioasid_alloc_set`. */
export function cName(ts: string): string {
  if (/^[A-Z0-9_]+$/.test(ts)) return ts;
  return ts.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
