/** Finds the kernel source of Debian's package outside of the repository, and unpacks it there when it is not. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const packageName = 'linux-source-6.1';
const archive = `/usr/src/${packageName}.tar.xz`;

export interface KernelTree {
  /** Top folder of the tree; null when there is none. */
  readonly folder: string | null;
  /** Why there is none. */
  readonly reason: string;
}

/** The unpacked tree: `PINTLE_LINUX`, or a folder of the temporary one that is filled from the package. */
export function kernelTree(env: Readonly<Record<string, string | undefined>> = process.env): KernelTree {
  const given = env['PINTLE_LINUX'];
  if (given !== undefined && given !== '') {
    const isTree = existsSync(join(given, 'MAINTAINERS'));
    return isTree ? { folder: given, reason: '' } : { folder: null, reason: `PINTLE_LINUX=${given} is no kernel tree` };
  }
  const place = join(tmpdir(), 'pintle-linux');
  const folder = join(place, packageName);
  if (existsSync(join(folder, 'MAINTAINERS'))) return { folder, reason: '' };
  if (!existsSync(archive)) return { folder: null, reason: `${archive} is missing; apt-get install ${packageName}` };
  return unpack(place, folder);
}

/** Unpacks beside the place and renames, so that a tree is whole or not there. */
function unpack(place: string, folder: string): KernelTree {
  const beside = join(place, `unpacking-${process.pid}`);
  mkdirSync(beside, { recursive: true });
  const run = spawnSync('tar', ['-xJf', archive, '-C', beside], { stdio: ['ignore', 'ignore', 'pipe'] });
  if (run.status === 0) {
    try {
      renameSync(join(beside, packageName), folder);
    } catch {
      // Somebody else was faster.
    }
  }
  rmSync(beside, { recursive: true, force: true });
  if (existsSync(join(folder, 'MAINTAINERS'))) return { folder, reason: '' };
  return { folder: null, reason: `${archive} cannot be unpacked: ${run.stderr?.toString('utf8').trim() ?? ''}` };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { folder, reason } = kernelTree();
  process.stdout.write(folder === null ? `no kernel tree: ${reason}\n` : `${folder}\n`);
  process.exitCode = folder === null ? 1 : 0;
}
