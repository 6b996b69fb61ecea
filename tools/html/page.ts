/** One self-contained page: inline style held by its hash, nothing that is fetched, nothing that runs. */
import { createHash } from 'node:crypto';
import { escapeHtml } from './escape.js';
import { style } from './style.js';

export interface Section {
  readonly id: string;
  readonly title: string;
  /** HTML. */
  readonly body: string;
}

/** A whole HTML document. */
export function page(title: string, lead: string, sections: readonly Section[]): string {
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const links = sections
    .map((section) => `<li><a href="#${section.id}">${escapeHtml(section.title)}</a></li>`)
    .join('');
  const bodies = sections.map(
    (section) =>
      `<section aria-labelledby="${section.id}">\n<h2 id="${section.id}">${escapeHtml(section.title)}</h2>\n${section.body}\n</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header>
<h1>${escapeHtml(title)}</h1>
${lead}
</header>
<nav aria-label="Sections"><ul>${links}</ul></nav>
<main id="main">
${bodies.join('\n')}
</main>
</body>
</html>
`;
}

/** A table with a caption; cells are HTML, the first of a row is its heading. */
export function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join('');
  const body = rows.map(
    ([first = '', ...rest]) =>
      `<tr><th scope="row">${first}</th>${rest.map((cell) => `<td>${cell}</td>`).join('')}</tr>`,
  );
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table><caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table></div>`;
}
