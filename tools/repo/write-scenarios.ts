/** Writes the module that carries the scenario texts: one union of names, one copy for packages and browsers. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = 'src/compat/scenarios';
const bundle = `${folder}/bundle.ts`;

/** File name to content, for writing and for the test of freshness. */
export function scenarioFile(root: string): ReadonlyMap<string, string> {
  const names = readdirSync(resolve(root, folder))
    .filter((name) => name.endsWith('.psc'))
    .sort();
  const entries = names.map((name) => {
    const text = readFileSync(resolve(root, folder, name), 'utf8');
    return `  '${name.slice(0, -'.psc'.length)}': ${templateLiteral(text)},`;
  });
  const text = `// Written by npm run docs from the .psc files beside it.
export const scenarioTexts = {
${entries.join('\n')}
} as const;

/** Name of a scenario: its file's name. */
export type ScenarioId = keyof typeof scenarioTexts;
`;
  return new Map([[bundle, text]]);
}

function templateLiteral(text: string): string {
  return `\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
}
