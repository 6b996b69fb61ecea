/** Hazards: what the checker looks for, with examples that report and their new form. */
import type { ApiPair, HazardSpec } from '../../src/compat/pair-model.js';
import { code, fence, generated, groupText, sentence } from './markdown.js';

export function hazardPage(pair: ApiPair): string {
  return generated('Hazards') + pair.map.hazards.map((hazard) => section(pair, hazard)).join('\n');
}

function section(pair: ApiPair, hazard: HazardSpec): string {
  const where = pair.map.entries.filter(({ hazards }) => hazards.some(({ kind }) => kind === hazard.kind));
  let text = `## ${hazard.kind}\n\n${sentence(hazard.title)} ${hazard.why}\n\n`;
  text += `Level ${hazard.level}, ${hazard.certainty}, group ${groupText(hazard.group)}, rule ${code(hazard.rule)}.\n`;
  if (where.length > 0) text += `At: ${where.map(({ symbol }) => code(symbol)).join(', ')}.\n`;
  text += '\n';
  for (const language of ['ts', 'c'] as const) {
    const [bad, good] = [hazard.bad[language], hazard.good[language]];
    if (bad !== undefined) text += `Reported:\n\n${fence(language === 'ts' ? 'text' : 'c', bad)}\n`;
    if (good !== undefined) text += `Instead:\n\n${fence(language === 'ts' ? 'text' : 'c', good)}\n`;
  }
  return text;
}
