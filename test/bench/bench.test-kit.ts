/** The modules of `bench/` as the tests see them: they are plain JavaScript. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const bench = fileURLToPath(new URL('../../bench', import.meta.url));

export interface Figures {
  readonly wall: number;
  readonly best: number;
  readonly cpu: number;
  readonly peakBytes: number;
}

export interface Row {
  readonly side: string;
  readonly name: string;
  readonly unit?: string;
  readonly operations?: number;
  readonly target?: { readonly most?: number; readonly least?: number; readonly ratio?: number };
  readonly reference?: { readonly of: string; readonly best?: number; readonly median: number };
  readonly prepare?: () => unknown;
  readonly command?: () => { readonly argv: readonly string[]; readonly exits?: readonly number[] };
  readonly missing?: () => string | null;
  readonly peer?: Omit<Row, 'side'>;
}

export interface Measured extends Figures {
  readonly missing: string | null;
  readonly peerMissing: string | null;
  readonly peer: Figures | null;
}

export interface BenchRecord {
  readonly side: string;
  readonly name: string;
  readonly missing: string | null;
  readonly failed: string | null;
  readonly measured: Figures | null;
  readonly peer: Figures | null;
  readonly peerMissing?: string | null;
  readonly reference: { readonly kind: string; readonly median: number } | null;
  readonly ratio?: number | null;
  readonly cpuRatio?: number | null;
  readonly reached: boolean | null;
}

/** Exports of a module of `bench/`. */
export async function benchModule<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(join(bench, name)).href)) as T;
}

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `npm run bench` with arguments, on what is built. */
export function runBench(...args: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(bench, 'run.mjs'), ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return { status, stdout, stderr };
}
