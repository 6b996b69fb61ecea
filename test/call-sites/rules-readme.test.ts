import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rules } from '../../tools/call-sites/rules/index.js';

const readme = readFileSync(new URL('../../tools/call-sites/rules/README.md', import.meta.url), 'utf8');
const rows = [...readme.matchAll(/^\| `([a-z-]+)`\s*\| (.*?) \|/gm)];

it('lists every rule once, by its id', () => {
  expect(rows.map((row) => row[1]).sort()).toEqual([...rules.keys()].sort());
});

it('names every fact of every rule', () => {
  const missing = rows.flatMap(([, id, facts]) => {
    const known = Object.keys(rules.get(id!)?.facts ?? {}).filter((key) => key !== 'languages');
    return known.filter((key) => !facts!.includes(`\`${key}\``)).map((key) => `${id}: ${key}`);
  });
  expect(missing).toEqual([]);
});
