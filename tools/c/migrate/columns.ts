/** Columns of kernel text: a tab goes to the next multiple of eight. */

const tab = 8;

/** How wide a line may get: 80 columns; 100 where it was wider already; one that was beyond that is left alone. */
export function widthAllowed(before: number): number {
  if (before <= 80) return 80;
  return before <= 100 ? 100 : Infinity;
}

/** Columns of a text that starts a line. */
export function widthOf(text: string): number {
  let column = 0;
  for (const letter of text) column += letter === '\t' ? tab - (column % tab) : 1;
  return column;
}

/** Tabs as far as they go, then blanks. */
export function indentTo(column: number): string {
  return '\t'.repeat(Math.floor(column / tab)) + ' '.repeat(column % tab);
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
