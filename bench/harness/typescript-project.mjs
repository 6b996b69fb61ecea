/**
 * A TypeScript project of any size that uses the old API: 200 lines and, on average, five call sites a file. `spread`:
 * calls in every file; `dense`: the same number of calls in every tenth file, so that the others do not even import it.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const product = fileURLToPath(new URL('../..', import.meta.url));
const linesPerFile = 200;
const callsPerFile = 5;

const tsconfig = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2022'],
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    strict: true,
    types: [],
    skipLibCheck: true,
  },
  include: ['src'],
};

/** Call sites in turn; the new version breaks three of five: two that do not name an owner, one without a kind. */
const calls = [
  (n) => `  const id${n} = ioasid.ioasidAlloc(set, 1, ${0xffff + n}, null);`,
  (n) => `  ioasid.ioasidFree(${n + 1});`,
  (n) => `  const set${n} = ioasid.ioasidAllocSet({ name: 'token ${n}' }, ${n + 8});`,
  (n) => `  const quota${n} = ioasid.ioasidAdjustSet(set, ${n + 16});`,
  (n) => `  ioasid.ioasidFree(${n + 1});`,
];
const brokenOfCalls = 3 / calls.length;

function callLines(count) {
  const lines = ['export function users(ioasid: IoasidV1, set: IoasidSet): void {'];
  for (let n = 0; n < count; n += 1) lines.push(calls[n % calls.length](n));
  return [...lines, '}'];
}

/** Code that has nothing to do with the API, with types to check and method calls to look at. */
function otherLines(file, count) {
  const lines = [];
  for (let part = 0; lines.length < count; part += 1) {
    lines.push(
      `export interface Order${part} { readonly id: number; readonly items: readonly string[]; total?: number }`,
      `export class Book${part} {`,
      `  readonly #orders = new Map<number, Order${part}>();`,
      `  add(order: Order${part}): this {`,
      `    this.#orders.set(order.id, { ...order, total: order.items.reduce((sum, item) => sum + item.length, ${file}) });`,
      '    return this;',
      '  }',
      `  find(test: (order: Order${part}) => boolean): Order${part} | undefined {`,
      '    return [...this.#orders.values()].filter(test).sort((a, b) => a.id - b.id).at(0);',
      '  }',
      '}',
    );
  }
  return lines;
}

/** Text of one file, with `count` call sites. */
function fileText(file, count) {
  const before = count === 0 ? [] : ["import type { IoasidSet, IoasidV1 } from 'pintle/v1';", ...callLines(count)];
  return `${[...before, ...otherLines(file, linesPerFile - before.length)].join('\n')}\n`;
}

/** Writes the project, with `broken` call sites that a check has to find, into a temporary folder that is removed when the process ends. */
export function writeProject(files, variant) {
  const folder = mkdtempSync(join(tmpdir(), 'pintle-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(product, join(folder, 'node_modules', 'pintle'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }\n');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  for (let file = 0; file < files; file += 1) {
    const count = variant === 'spread' ? callsPerFile : file % 10 === 0 ? callsPerFile * 10 : 0;
    writeFileSync(join(folder, 'src', `file${file}.ts`), fileText(file, count));
  }
  return { folder, broken: callsPerFile * files * brokenOfCalls };
}
