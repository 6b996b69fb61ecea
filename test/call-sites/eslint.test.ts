/** The plugin under the real ESLint, with the TypeScript parser and without types. */
import { readFileSync } from 'node:fs';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { beforeAll, describe, expect, it } from 'vitest';
import { pluginFor } from '../../tools/eslint/index.js';
import { shelfPair } from './shelf-pair.js';
import { makeProject, type TestProject, ts } from './testing/project.js';

const bad = ts`
  import { type Box, type ShelfOld, NO_SLOT } from '../shelf/old.js';
  export function take(shelf: ShelfOld, box: Box): boolean {
    const taken = shelf.takeSlot(box, 1, 9, null);
    return taken === NO_SLOT;
  }
`;
const after = ts`
  import { type Box, type ShelfNew } from '../shelf/new.js';
  export function take(shelf: ShelfNew, box: Box): boolean {
    const taken = shelf.takeSlot(box, { low: 1, high: 9 }, null);
    return !taken.ok;
  }
`;
const vague = ts`
  import type { ShelfOld } from '../shelf/old.js';
  export const go = (shelf: ShelfOld, any: any): void => {
    shelf.resize(null as never, 1);
    any.setNote(2);
  };
`;

describe('plugin', () => {
  let project: TestProject;
  const eslint = (rules: Readonly<Record<string, string>>, fix = false) =>
    new ESLint({
      cwd: project.folder,
      fix,
      overrideConfigFile: true,
      overrideConfig: [
        { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser as never } },
        { plugins: { pintle: pluginFor(shelfPair) as never }, rules: rules as never },
      ],
    });
  beforeAll(() => {
    project = makeProject({ 'src/bad.ts': bad, 'src/after.ts': after, 'src/vague.ts': vague });
  });

  it('reports what the checker reports, where it does', async () => {
    const [result] = await eslint(pluginFor(shelfPair).configs.recommended.rules).lintFiles(['src/bad.ts']);
    expect(
      result!.messages.map(({ ruleId, line, column, endColumn, message, severity }) => [
        ruleId,
        line,
        column,
        endColumn,
        message,
        severity,
      ]),
    ).toEqual([['pintle/none-compared', 4, 10, 27, 'message of none-compared', 2]]);
  });

  it('suggests the rewrite of the call', async () => {
    const [result] = await eslint({ 'pintle/none-compared': 'error' }).lintFiles(['src/bad.ts']);
    const [suggestion] = result!.messages[0]!.suggestions ?? [];
    expect(suggestion?.desc).toBe('Move takeSlot to the new version');
    expect(suggestion?.fix.text).toContain('!taken.ok');
  });

  it('suggests a rewrite where the finding is the call', async () => {
    const [result] = await eslint({ 'pintle/failure-unseen': 'error' }).lintFiles(['src/vague.ts']);
    const [suggestion] = result!.messages[0]!.suggestions ?? [];
    expect(suggestion?.desc).toBe('Move resize to the new version');
  });

  it('names what it could not read', async () => {
    const [result] = await eslint({ 'pintle/not-read': 'warn' }).lintFiles(['src/vague.ts']);
    expect(result!.messages.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '4 setNote was not read: the type of what is called is not known here',
    ]);
  });

  it('fixes a file that moves as a whole', async () => {
    const [result] = await eslint({ 'pintle/move': 'warn' }, true).lintFiles(['src/bad.ts']);
    expect(result!.output).toBe(after);
    expect(result!.messages).toEqual([]);
    expect(readFileSync(project.path('src/bad.ts'), 'utf8')).toBe(bad);
  });

  it('is silent on new code', async () => {
    const { rules } = pluginFor(shelfPair).configs.recommended;
    const [result] = await eslint({ ...rules, 'pintle/move': 'error' }).lintFiles(['src/after.ts']);
    expect(result!.messages).toEqual([]);
  });

  it('has a rule for each hazard', () => {
    const { rules } = pluginFor(shelfPair);
    expect(Object.keys(rules).sort()).toEqual(
      [...shelfPair.map.hazards.map(({ kind }) => kind), 'move', 'not-read'].sort(),
    );
  });
});
