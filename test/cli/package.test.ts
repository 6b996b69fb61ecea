/** The package as a user gets it: packed, laid beside its run-time dependencies alone, and run without a network. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './spawned.test-kit.js';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly optional?: boolean }>>;
}

const read = <T>(file: string): T => JSON.parse(readFileSync(join(root, file), 'utf8')) as T;
const { version, bin } = read<{ version: string; bin: { pintle: string } }>('package.json');

let folder = '';
let packed: readonly string[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pintle-package-'));
  // The package is built already; its scripts would build it once more below running tests.
  const pack = spawnSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
  });
  const [made] = JSON.parse(pack.stdout) as [{ filename: string; files: readonly { path: string }[] }];
  packed = made.files.map(({ path }) => path);
  const home = join(folder, 'node_modules', 'pintle');
  mkdirSync(home, { recursive: true });
  spawnSync('tar', ['-xzf', join(folder, made.filename), '-C', home, '--strip-components=1']);
  for (const [path, { dev }] of Object.entries(read<Lock>('package-lock.json').packages)) {
    if (path === '' || dev === true || !existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  mkdirSync(join(folder, 'node_modules', '.bin'));
  chmodSync(join(home, bin.pintle), 0o755);
  symlinkSync(`../pintle/${bin.pintle}`, join(folder, 'node_modules', '.bin', 'pintle'));
  writeFileSync(join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }\n');
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(command: string, ...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, npm_config_offline: 'true' };
  return spawnSync(command, args, { cwd: folder, encoding: 'utf8', env });
}

describe('the package', () => {
  it('runs as npx pintle', () => {
    const { status, stdout, stderr } = run('npx', '--no-install', 'pintle', '--version');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`pintle ${version}\n`);
  });

  it('reviews the series that it ships, with the C grammar that it ships', () => {
    const shipped = 'node_modules/pintle/examples';
    const { status, stdout } = run(
      'npx',
      '--no-install',
      'pintle',
      'review',
      `${shipped}/series`,
      '--tree',
      `${shipped}/tree`,
    );
    expect(status).toBe(1);
    expect(stdout).toMatch(/^>> drivers\/vfio\/vfio_pasid\.c:\d+: ERROR:CALL_LEFT_BEHIND:$/m);
  });

  it('lets a program use the two versions and the knowledge about them', () => {
    const text = `
      import { createIoasidV1 } from 'pintle/v1';
      import { createIoasidV2 } from 'pintle/v2';
      import { builtInPairs, v1OverV2 } from 'pintle/compat';
      console.log(typeof createIoasidV1, typeof createIoasidV2, typeof v1OverV2, builtInPairs.length > 0);`;
    writeFileSync(join(folder, 'user.js'), text);
    expect(run(process.execPath, 'user.js').stdout).toBe('function function function true\n');
  });

  it('has what a user reads, and neither tests nor sources', () => {
    for (const file of [
      'README.md',
      'CHANGELOG.md',
      'LICENSE',
      'dist/tools/c/tree-sitter-c.wasm',
      'docs/side-by-side/index.md',
    ]) {
      expect(packed).toContain(file);
    }
    expect(
      packed.filter((path) =>
        /\.test|\/testing\/|^dist.*(?<!\.d)\.ts$|\.map$|tsbuildinfo|^test\/|^src\/|^dist\/tools\/repo\//.test(path),
      ),
    ).toEqual([]);
  });
});
