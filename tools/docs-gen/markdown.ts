/** Small pieces of Markdown. */

/** A table cell: no line break, no bar that would end it. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').trim();
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}

export function code(text: string): string {
  return text === '' ? '' : `\`${text.replaceAll('`', "'")}\``;
}

export function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n`;
}

/** Head of a generated page: nobody edits it by hand. */
export function generated(title: string): string {
  return `# ${title}\n\n<!-- Written by npm run docs. -->\n\n`;
}

/** Words of a difference group. */
export function groupText(group: 'token-typing' | 'came-along'): string {
  return group === 'token-typing' ? 'token typing' : 'came along';
}

/** A phrase as a sentence. */
export function sentence(phrase: string): string {
  return `${phrase.slice(0, 1).toUpperCase()}${phrase.slice(1)}.`;
}

/** `1 hazard`, `2 hazards`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
