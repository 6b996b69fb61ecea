/** Trailers of a log: `Signed-off-by: ...` and the lines that tools add at its end. */

export interface Trailer {
  /** As written: `Reviewed-by`. */
  readonly key: string;
  readonly value: string;
}

const trailer = /^([A-Za-z][A-Za-z0-9-]{1,40}): (\S.{0,500})$/;
const known =
  /^(?:signed-off|acked|reviewed|tested|reported|suggested|co-developed)-by$|^(?:fixes|link|closes|cc|change-id)$/i;

/** Trailers of the last paragraph in which most lines are trailers. */
export function trailersOf(log: readonly string[]): Trailer[] {
  const paragraphs = log
    .join('\n')
    .trim()
    .split(/\n\s*\n/);
  for (const paragraph of paragraphs.reverse().slice(0, 3)) {
    const lines = paragraph.split('\n');
    const found = lines.flatMap((line) => {
      const match = trailer.exec(line.trimEnd());
      return match === null ? [] : [{ key: match[1] ?? '', value: match[2] ?? '' }];
    });
    if (found.some((line) => known.test(line.key)) && found.length * 2 >= lines.length) return found;
  }
  return [];
}

/** What format-patch and b4 write about where a series belongs. */
export interface Basis {
  readonly baseCommit?: string;
  readonly changeId?: string;
}

/** `base-commit:` and `change-id:` anywhere in a mail; the last one counts, as it does for b4. */
export function basisOf(lines: readonly string[]): Basis {
  let baseCommit: string | undefined;
  let changeId: string | undefined;
  for (const line of lines) {
    const base = /^base-commit:\s*([0-9a-f]{7,64})\s*$/.exec(line);
    if (base !== null) baseCommit = base[1];
    const change = /^change-id:\s*([\w.-]{4,200})\s*$/i.exec(line);
    if (change !== null) changeId = change[1];
  }
  return { ...(baseCommit === undefined ? {} : { baseCommit }), ...(changeId === undefined ? {} : { changeId }) };
}
