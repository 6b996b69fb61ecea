/** Every wall is there: in a small copy of the house, each import that it forbids is noticed, and what is allowed passes. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './repository.test-kit.js';

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

interface Rules {
  readonly forbidden: readonly { readonly name: string; readonly comment?: string; readonly severity: string }[];
}

const v1 = 'src/v1-void-token';
const v2 = 'src/v2-typed-token';

/** Rule, importing file, imported file or package; `type` and `expression` (`import('...').T`) leave no trace in what runs. */
const forbidden = [
  ['v1-stands-alone', `${v1}/a.ts`, `${v2}/index.ts`, 'value'],
  ['v1-stands-alone', `${v1}/b.ts`, `${v2}/index.ts`, 'type'],
  ['v1-stands-alone', `${v1}/hw/c.ts`, 'node:fs', 'value'],
  ['v1-stands-alone', `${v1}/d.ts`, 'src/compat/pair-model.ts', 'type'],
  ['v1-stands-alone', `${v1}/f.ts`, `${v2}/index.ts`, 'expression'],
  ['v2-stands-alone', `${v2}/a.ts`, `${v1}/index.ts`, 'value'],
  ['v2-stands-alone', `${v2}/b.ts`, `${v1}/index.ts`, 'type'],
  ['v2-stands-alone', `${v2}/c.ts`, 'diff', 'value'],
  ['witness-tests-stay-home', `${v1}/a.test.ts`, `${v2}/index.ts`, 'type'],
  ['witness-tests-stay-home', `${v2}/a.test.ts`, 'src/compat/pair-model.ts', 'value'],
  ['third-opinion-is-uninformed', 'src/compat/hw-spec/a.ts', `${v1}/index.ts`, 'type'],
  ['third-opinion-is-uninformed', 'src/compat/scenarios/a.ts', 'src/compat/pair-model.ts', 'type'],
  ['front-doors', 'src/compat/shim/a.ts', `${v1}/kernel.ts`, 'value'],
  ['front-doors', 'src/compat/shim/b.ts', `${v2}/hw/bus.ts`, 'type'],
  ['map-imports-types-only', 'src/compat/evolution/a.ts', `${v1}/index.ts`, 'value'],
  ['knowledge-does-not-know-work', 'src/compat/a.ts', 'tools/diagnostics/model.ts', 'type'],
  ['tools-go-through-compat', 'tools/parity/a.ts', `${v1}/index.ts`, 'type'],
  ['tools-do-not-call-each-other', 'tools/call-sites/a.ts', 'tools/patch-review/model.ts', 'type'],
  ['nobody-imports-the-cli', 'tools/decode/a.ts', 'tools/cli/main.ts', 'value'],
  ['no-cycles', 'tools/surface/a.ts', 'tools/surface/b.ts', 'value'],
  ['no-dev-dependency-at-run-time', 'tools/surface/c.ts', 'vitest', 'value'],
] as const;

const allowed = [
  [`${v1}/e.ts`, `${v1}/kernel.ts`, 'value'],
  [`${v1}/hw/bus.test.ts`, 'node:fs', 'value'],
  ['src/compat/shim/c.ts', `${v2}/index.ts`, 'value'],
  ['src/compat/shim/d.ts', `${v2}/hw/index.ts`, 'value'],
  ['src/compat/evolution/b.ts', `${v1}/index.ts`, 'type'],
  ['tools/call-sites/b.ts', 'tools/diagnostics/model.ts', 'value'],
  ['tools/decode/b.ts', 'tools/cli/errors.ts', 'value'],
  ['tools/cli/commands/a.ts', 'tools/patch-review/model.ts', 'value'],
  ['tools/surface/d.ts', 'diff', 'value'],
  ['tools/surface/e.test.ts', 'vitest', 'value'],
] as const;

const targets = [...forbidden.map(([, , to]) => to), ...allowed.map(([, to]) => to)].filter((to) => to.endsWith('.ts'));

let folder = '';
let violations: readonly Violation[] = [];
let rules: Rules['forbidden'] = [];

function put(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

function importText(from: string, to: string, kind: 'value' | 'type' | 'expression'): string {
  const path = to.endsWith('.ts') ? relative(dirname(from), to).replace(/\.ts$/, '.js') : to;
  const specifier = path.startsWith('.') || path === to ? path : `./${path}`;
  if (kind === 'expression') return `export type U = import('${specifier}').T;\n`;
  return kind === 'type' ? `import type { T } from '${specifier}';\nexport type U = T;\n` : `import '${specifier}';\n`;
}

beforeAll(async () => {
  rules = ((await import(join(root, '.dependency-cruiser.mjs'))) as { default: Rules }).default.forbidden;
  folder = mkdtempSync(join(tmpdir(), 'pintle-walls-'));
  for (const file of ['.dependency-cruiser.mjs', 'tsconfig.base.json', 'package.json'])
    cpSync(join(root, file), join(folder, file));
  for (const name of ['diff', 'vitest']) {
    put(
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: '1.0.0', type: 'module', main: 'index.js' }),
    );
    put(`node_modules/${name}/index.js`, '');
  }
  for (const target of targets) put(target, 'export type T = 1;\nexport const t = 1;\n');
  for (const [from, to, kind] of [...forbidden.map(([, ...rest]) => rest), ...allowed])
    put(from, importText(from, to, kind));
  put('tools/surface/b.ts', importText('tools/surface/b.ts', 'tools/surface/a.ts', 'value'));
  const args = ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'src', 'tools'];
  const ran = spawnSync(join(root, 'node_modules', '.bin', 'depcruise'), args, { cwd: folder, encoding: 'utf8' });
  violations = (JSON.parse(ran.stdout) as { summary: { violations: readonly Violation[] } }).summary.violations;
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('walls', () => {
  it.each(forbidden)('%s: %s may not import %s (%s)', (rule, from) => {
    expect(violations.filter((one) => one.from === from).map(({ rule: { name } }) => name)).toContain(rule);
  });

  it.each(allowed)('%s may import %s (%s)', (from) => {
    expect(violations.filter((one) => one.from === from)).toEqual([]);
  });

  it('each have a reason and a forbidden import here, and none is a mere warning', () => {
    const tried = new Set<string>(forbidden.map(([rule]) => rule));
    expect(rules.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
    expect(rules.filter(({ comment, severity }) => (comment ?? '').length < 40 || severity !== 'error')).toEqual([]);
  });
});
