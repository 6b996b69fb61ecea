/** Every generated Markdown document of a pair: file name to content. */
import type { ApiPair } from '../../src/compat/pair-model.js';
import { coveragePage } from './coverage-page.js';
import { hazardPage } from './hazard-page.js';
import { indexPage, pageName } from './index-page.js';
import { mapPage } from './map-page.js';
import { deadLinks } from './outline.js';
import { symbolPage } from './symbol-page.js';

/** The documents, sorted by name. Same pair, same bytes. Throws when a link of theirs leads nowhere. */
export function generatedDocuments(pair: ApiPair): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const entry of pair.map.entries) {
    files.set(`docs/side-by-side/${pageName(entry)}.md`, symbolPage(pair, entry));
  }
  files.set('docs/side-by-side/index.md', indexPage(pair));
  files.set('docs/reference/evolution-map.md', mapPage(pair));
  files.set('docs/reference/hazards.md', hazardPage(pair));
  files.set('docs/reference/coverage.md', coveragePage(pair));
  const [dead] = deadLinks(files, () => false);
  if (dead !== undefined) throw new Error(`a page has a link that leads nowhere: ${dead}`);
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
