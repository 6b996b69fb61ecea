/** The reference of the scenario language says what the reader of scenarios does. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { platformNames } from '../../src/compat/scenarios/model.js';
import { parseScenario } from '../../src/compat/scenarios/parse.js';
import { actors, verbs } from '../../src/compat/scenarios/verbs.js';
import { maxLines, maxTextLength } from '../../src/compat/scenarios/words.js';
import { outlineOf } from '../../tools/docs-gen/outline.js';
import { root } from '../cli/spawned.test-kit.js';

const page = readFileSync(join(root, 'docs/reference/psc.md'), 'utf8');
const grammar = outlineOf(page).fences.find(({ language }) => language === 'ebnf')?.text ?? '';

/** The quoted words of a production. */
function wordsOf(production: string): readonly string[] {
  const start = grammar.indexOf(`\n${production} `);
  const text = grammar.slice(start, grammar.indexOf(' ;', start));
  return [...text.matchAll(/"([^"]+)"/g)].map(([, word]) => word ?? '');
}

const head = 'psc 1\n# shows\n';
const body = 'platform vtd\nmm A\ndev d0\n';

describe('the grammar', () => {
  it('names the actors and platforms that there are', () => {
    expect(wordsOf('actor name')).toEqual([...actors]);
    expect(wordsOf('platform').filter((word) => /^[a-z]/.test(word))).toEqual(['platform', ...platformNames]);
  });

  it('defines every word that it uses, and uses every word that it defines', () => {
    const plain = grammar.replace(/\(\*.*?\*\)/g, '').replace(/"[^"]*"/g, ' ');
    const defined = [...plain.matchAll(/^([a-z]+(?: [a-z]+)*) +=/gm)].map(([, name]) => name ?? '');
    const used = new Set(
      plain
        .split('\n')
        .flatMap((line) => line.replace(/^[a-z ]+=/, '').split(/[^a-z ]+/))
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    );
    const given = ['text', 'word', 'letter', 'digit', 'digits', 'hex digit', 'end', 'empty line'];
    expect([...used].filter((name) => !defined.includes(name) && !given.includes(name))).toEqual([]);
    expect(defined.filter((name) => name !== 'scenario' && !used.has(name))).toEqual([]);
  });

  it.each([
    ['blank lines before the head', `\n\n${head}${body}`],
    ['settings with commas, over lines', `${head}platform vtd { iommus 2, caching_mode on\nvcmd on }\nmm A\n`],
    ['several devices with features', `${head}platform vtd\ndev d0 d1@iommu1 d2@iommu1+ats+pri\n`],
    ['statements on one line', `${head}platform vtd; mm A; dev d0\nactor vfio { s = set.alloc mm=A quota=1; set.free s }\n`],
    ['a number for an id, hexadecimal', `${head}${body}actor guest { find.any 0x10 }\n`],
    ['a fault of a step', `${head}${body}actor vfio {\n  s = set.alloc mm=A quota=1 !kmalloc.nth=2\n}\n`],
    ['a fault that is armed before', `${head}${body}fault vcmd.status=2 nth=1\n`],
    ['each schedule', `${head}${body}actor guest { work }\nschedule order guest\n`],
    ['a quoted order', `${head}${body}actor guest { work; work }\nschedule order "guest guest"\n`],
    ['each expectation', `${head}${body}expect parity\nexpect diverge quota-zero\n`],
  ])('is what is read: %s', (_, text) => {
    expect(() => parseScenario(text)).not.toThrow();
  });

  it.each([
    ['a word inside a device', `${head}platform vtd\ndev d0 @iommu0\n`],
    ['a number with a fraction', `${head}${body}actor guest { capacity 1.5 }\n`],
    ['a range with white space', `${head}${body}actor guest {\n s = set.alloc mm=A quota=1\n alloc s 1 .. 2\n}\n`],
    ['an open quote', `${head}${body}schedule order "guest\n`],
    ['a blank line before the summary', `psc 1\n\n# shows\n${body}`],
    ['pct', `${head}${body}schedule pct\n`],
  ])('and nothing else: %s', (_, text) => {
    expect(() => parseScenario(text)).toThrow();
  });
});

describe('the page', () => {
  it('has a row for each verb, and the limits', () => {
    for (const name of Object.keys(verbs)) expect(page).toContain(`\n| \`${name}\` | `);
    expect(page).toContain(`${maxTextLength.toLocaleString('en')} characters and ${maxLines.toLocaleString('en')} lines`);
  });

  it('shows a scenario that is read, as do the guides', () => {
    const guides = readdirSync(join(root, 'docs/guides')).map((name) => readFileSync(join(root, 'docs/guides', name), 'utf8'));
    const shown = [page, ...guides]
      .flatMap((text) => outlineOf(text).fences)
      .filter(({ text }) => text.startsWith('psc 1'));
    expect(shown.length).toBeGreaterThan(0);
    for (const { text } of shown) expect(() => parseScenario(text)).not.toThrow();
  });
});
