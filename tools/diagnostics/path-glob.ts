/** Path patterns of `.pintleignore` and the configuration: `*`, `**`, `?`, and a folder with everything in it. */

/** True when a printed path fits the pattern. A pattern without `/` fits the last part of a path too. */
export function fitsGlob(path: string, pattern: string): boolean {
  const wanted = pattern.replace(/^\.\//, '').replace(/\/$/, '');
  const source = wanted
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => {
      if (part === '**/') return '(?:.*/)?';
      if (part === '**') return '.*';
      if (part === '*') return '[^/]*';
      return part === '?' ? '[^/]' : part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  const start = wanted.includes('/') ? '^' : '(?:^|/)';
  return new RegExp(`${start}${source}(?:/.*)?$`).test(path);
}
