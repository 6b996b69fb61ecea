/** Writes the table of verbs into the reference of the scenario language, between two markers. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { verbs, type ArgKind, type Verb } from '../../src/compat/scenarios/verbs.js';
import { code, table } from '../docs-gen/markdown.js';

const page = 'docs/reference/psc.md';
const [begin, end] = ['<!-- verbs: written by npm run docs -->\n', '<!-- end of verbs -->'];

/** File name to content, for writing and for the test of freshness. */
export function verbPage(root: string): ReadonlyMap<string, string> {
  const text = readFileSync(resolve(root, page), 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page}: the markers around the table of verbs are gone`);
  const rows = Object.entries<Verb>(verbs).map(([name, verb]) => [
    code(name),
    verb.args.join(' '),
    Object.entries(verb.options)
      .map(([key, kind]) => optionText(key, kind, verb.required.includes(key)))
      .join(' '),
    verb.makes ?? '',
    verb.text,
  ]);
  const written = table(['verb', 'arguments', 'options', 'makes', 'what happens'], rows);
  return new Map([[page, `${text.slice(0, from + begin.length)}\n${written}\n${text.slice(to)}`]]);
}

function optionText(key: string, kind: ArgKind, isRequired: boolean): string {
  return isRequired ? `${key}=${kind}` : `[${key}=${kind}]`;
}
