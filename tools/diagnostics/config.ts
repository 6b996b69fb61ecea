/** `pintle.config.json`: nearest one above the working directory, data only. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { FindingLevel } from '../../src/compat/pair-model.js';

export interface Config {
  /** Folder of the file, or undefined when there is none; paths in it are relative to it. */
  readonly folder: string | undefined;
  readonly api?: string;
  readonly paths?: readonly string[];
  /** Path globs whose findings are not reported. */
  readonly ignore?: readonly string[];
  readonly rules?: Readonly<Record<string, FindingLevel | 'off'>>;
  readonly output?: readonly string[];
  readonly failOn?: FindingLevel | 'never';
}

/** The configuration cannot be used. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export const configName = 'pintle.config.json';
export const ignoreName = '.pintleignore';

/** A file in this folder or the nearest above. */
export function findUp(folder: string, name: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, name);
    if (existsSync(file)) return file;
    if (dirname(at) === at) return undefined;
  }
}

type Validate = (value: unknown) => string | undefined;

function readOne(file: string, validate: Validate): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigError(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const wrong = validate(value);
  if (wrong !== undefined) throw new ConfigError(`${file}: ${wrong}`);
  return value as Record<string, unknown>;
}

/** Reads the configuration and what it extends; nearer settings win. Throws ConfigError. */
export function loadConfig(cwd: string, given: string | undefined, validate: Validate): Config {
  const first = given === undefined ? findUp(cwd, configName) : resolve(cwd, given);
  if (first === undefined) return { folder: undefined };
  const seen = new Set<string>();
  let merged: Record<string, unknown> = {};
  for (let file: string | undefined = first; file !== undefined;) {
    if (seen.has(file)) throw new ConfigError(`${file}: extends itself`);
    seen.add(file);
    const value = readOne(file, validate);
    const rules = { ...(value['rules'] as object | undefined), ...(merged['rules'] as object | undefined) };
    merged = { ...value, ...merged, rules };
    file = typeof value['extends'] === 'string' ? resolve(dirname(file), value['extends']) : undefined;
  }
  return { ...(merged as Omit<Config, 'folder'>), folder: dirname(first) };
}
