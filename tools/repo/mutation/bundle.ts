/** The suite with switches in its sources, as one script. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { instrument, runtime } from './instrument.js';
import type { Mutant } from './mutant.js';
import type { Side } from './suite-data.js';

export interface MutantBundle {
  readonly side: Side;
  /** A script whose value is a function from the number of a mutant to the suite's exports. */
  readonly code: string;
  readonly mutants: readonly Mutant[];
}

const folders: Readonly<Record<Side, string>> = {
  v1: 'src/v1-void-token/hw',
  v2: 'src/v2-typed-token/hw',
  decoder: 'src/compat/hw-spec',
};
/** What is no part of reading bytes: monitors, printing for comparison, and the tool that makes records. */
const notMutated = /\.test\.ts$|\/monitors\/|layout-text\.ts$|trace-writer\.ts$|hw-spec\/index\.ts$/;

/** In place of the scenarios and all that they run, where nobody asked for them. */
const noScenarios = 'export const scenarioVerdicts = () => ({}); export const scenarioDifference = () => undefined;';

/** Sources of one side, relative to the root, sorted. */
export function sourcesOf(root: string, side: Side): string[] {
  const found = readdirSync(join(root, folders[side]), { recursive: true, encoding: 'utf8' });
  return found
    .map((name) => join(folders[side], name).replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts') && !notMutated.test(name))
    .sort();
}

/** Unit tests beside the sources; those that draw random values answer differently each time and are left out. */
function testsOf(root: string, side: Side): string[] {
  const found = readdirSync(join(root, folders[side]), { recursive: true, encoding: 'utf8' });
  return found
    .map((name) => join(folders[side], name).replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.test.ts') && !readFileSync(join(root, name), 'utf8').includes("'fast-check'"))
    .sort();
}

/** Bundles the suite with every mutant of one side in it, all switched off. */
export async function bundleMutants(root: string, side: Side, withScenarios = false): Promise<MutantBundle> {
  const texts = new Map<string, string>();
  if (!withScenarios) texts.set(resolve(root, 'tools/repo/mutation/scenarios.ts'), noScenarios);
  const mutants: Mutant[] = [];
  let next = 0;
  for (const file of sourcesOf(root, side)) {
    const made = instrument(file, readFileSync(join(root, file), 'utf8'), next);
    next = made.next;
    texts.set(resolve(root, file), made.text);
    mutants.push(...made.mutants);
  }
  const tests = testsOf(root, side);
  for (const file of tests) {
    const start = `import { startFile as __start } from 'vitest'; __start(${JSON.stringify(file)});`;
    texts.set(resolve(root, file), `${start}\n${readFileSync(join(root, file), 'utf8')}`);
  }
  const unitTests = resolve(root, 'tools/repo/mutation/unit-tests.ts');
  const imports = tests.map((file) => `import ${JSON.stringify(`./${relative('tools/repo/mutation', file)}`)};`);
  texts.set(unitTests, `${imports.join('\n')}\n${readFileSync(unitTests, 'utf8')}`);
  const switches: Plugin = {
    name: 'switches',
    setup(bundle) {
      bundle.onResolve({ filter: /^vitest$/ }, () => ({ path: resolve(root, 'tools/repo/mutation/test-shim.ts') }));
      bundle.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const contents = texts.get(path);
        return contents === undefined ? undefined : { contents, loader: 'ts' };
      });
    },
  };
  const result = await build({
    entryPoints: [join(root, `tools/repo/mutation/suite-${side}.ts`)],
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'iife',
    globalName: '__suite',
    platform: 'neutral',
    target: 'node20',
    logLevel: 'silent',
    plugins: [switches],
  });
  // Everything inside one function: switches are local variables, and each call evaluates the sources anew.
  const code = `(function (__mutant) {\n${runtime}\n${result.outputFiles[0]?.text ?? ''}\nreturn __suite;\n})`;
  return { side, code, mutants };
}
