// `pintle check` of a TypeScript project that is made up for this, against the compiler on the same one.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { writeProject } from './harness/typescript-project.mjs';

const main = fileURLToPath(new URL('../dist/tools/cli/main.js', import.meta.url));
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

const projects = new Map();

/** The same project for both sides of a row. */
function projectOf(variant, { full, tiny }) {
  const known = projects.get(variant);
  if (known !== undefined) return known;
  const made = writeProject(tiny ? 10 : full ? 1000 : 200, variant);
  projects.set(variant, made);
  return made;
}

/** A fast check that finds too little is no check. */
function expectAll({ folder, broken }) {
  const argv = [main, 'check', '.', '-o', 'json', '--fail-on', 'never'];
  const { findings } = JSON.parse(
    execFileSync(process.execPath, argv, { cwd: folder, stdio: 'pipe', maxBuffer: 1 << 30 }),
  );
  const places = new Set(findings.map(({ file, line }) => `${file}:${line}`));
  if (places.size !== broken) throw new Error(`check found ${places.size} call sites of ${broken}`);
}

const row = (variant, ratio) => ({
  side: 'tools',
  name: `check of a TypeScript project, calls ${variant === 'spread' ? 'in every file' : 'in a tenth of the files'}`,
  unit: 's',
  target: { ratio, memoryOfPeer: true },
  command(options) {
    const project = projectOf(variant, options);
    expectAll(project);
    return { argv: [process.execPath, main, 'check', '.', '-o', 'json', '--fail-on', 'never'], cwd: project.folder };
  },
  peer: {
    name: 'tsc --noEmit',
    command: (options) => ({ argv: [process.execPath, tsc, '--noEmit'], cwd: projectOf(variant, options).folder }),
  },
});

export const rows = [row('spread', 0.45), row('dense', 0.18)];
