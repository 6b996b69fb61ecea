/** The old version's drivers, moved to the new one by the command line, finished by hand, and compiled. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MakePort } from '../../src/compat/parity/port.js';
import { pintle, root } from '../cli/spawned.test-kit.js';

const drivers = 'src/v1-void-token/drivers';
const port = 'src/compat/parity/ports/v1-port.ts';

/** What `pintle migrate -o json` says. */
export interface MigrationSummary {
  readonly found: number;
  readonly written: number;
  readonly notDone: readonly {
    readonly file: string;
    readonly line: number;
    readonly symbol: string;
    readonly reason: string;
  }[];
  readonly notRead: readonly unknown[];
}

export interface PatchSize {
  readonly files: number;
  readonly added: number;
  readonly removed: number;
}

/** A project of its own with the sources in it, and what became of the drivers there. */
export class MigratedDrivers {
  readonly folder = mkdtempSync(join(tmpdir(), 'pintle-closed-loop-'));

  constructor() {
    const isSource = (path: string) => !/\.test(-kit)?\.ts$/.test(path);
    for (const part of ['v1-void-token', 'v2-typed-token', 'compat']) {
      cpSync(join(root, 'src', part), join(this.folder, 'src', part), { recursive: true, filter: isSource });
    }
    cpSync(join(root, 'tsconfig.base.json'), join(this.folder, 'tsconfig.base.json'));
    this.#write('package.json', { name: 'drivers', private: true, type: 'module' });
    this.#write('tsconfig.json', {
      extends: './tsconfig.base.json',
      compilerOptions: { rootDir: 'src', outDir: 'out', composite: false, declaration: false, sourceMap: false },
      files: [port],
      include: [`${drivers}/*.ts`],
    });
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'));
  }

  #write(name: string, value: unknown): void {
    writeFileSync(join(this.folder, name), `${JSON.stringify(value, null, 2)}\n`);
  }

  /** Runs the command line on the drivers, with what it can do written. */
  migrate(): MigrationSummary {
    const options = ['--write', '--partial', '--fail-on', 'never', '-o', 'json'];
    const { status, stdout, stderr } = pintle(['migrate', ...options, drivers], { cwd: this.folder });
    if (status !== 0) throw new Error(`pintle migrate ended with ${status}: ${stderr}`);
    return JSON.parse(stdout) as MigrationSummary;
  }

  /** Findings that `pintle check` has on what the drivers are now. */
  checked(): { readonly findings: readonly unknown[] } {
    const { stdout } = pintle(['check', '--fail-on', 'never', '-o', 'json', drivers], { cwd: this.folder });
    return JSON.parse(stdout) as { findings: readonly unknown[] };
  }

  /** Applies a patch of this folder. Throws when it does not fit. */
  apply(name: string): void {
    const patch = join(root, 'test/closed-loop', name);
    execFileSync('git', ['apply', '--whitespace=nowarn', patch], { cwd: this.folder, stdio: 'pipe' });
  }

  /** What the compiler says; an empty text when everything fits. */
  compile(): string {
    try {
      execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'], {
        cwd: this.folder,
        encoding: 'utf8',
      });
      return '';
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  }

  /** The port of scenarios over the compiled drivers. */
  async port(): Promise<MakePort> {
    const file = join(this.folder, port.replace(/^src/, 'out').replace(/ts$/, 'js'));
    const loaded = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { makeMigratedPort: MakePort };
    return loaded.makeMigratedPort;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function sizeOf(name: string): PatchSize {
  const lines = readFileSync(join(root, 'test/closed-loop', name), 'utf8').split('\n');
  const count = (pattern: RegExp) => lines.filter((line) => pattern.test(line)).length;
  return { files: count(/^diff --git /), added: count(/^\+(?!\+\+)/), removed: count(/^-(?!--)/) };
}
