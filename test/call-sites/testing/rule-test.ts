/** Tables of small programs for one rule: `//~ TYPE` at the end of a line says what is reported there, and nothing else is. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { CheckReport } from '../../../tools/diagnostics/model.js';
import { typescriptFrontEnd } from '../../../tools/call-sites/typescript/front-end.js';
import { shelfPair } from '../shelf-pair.js';
import { makeProject } from './project.js';

const prelude = `import { type Box, BREAK_OFF, type EventArgs, Fault, faultNumber, GO_ON, isFault, makeStaticBox, NO_SLOT, type ShelfOld, type Slot, SLOT_FREED, SLOT_TAKEN, type Watcher } from '../shelf/old.js';
import type { ShelfNew, Box as NewBox, Slot as NewSlot } from '../shelf/new.js';
import { Owner } from '../shelf/new.js';
declare const shelf: ShelfOld; declare const next: ShelfNew; declare const box: Box; declare const newBox: NewBox; declare const newSlot: NewSlot;
declare const owner: Owner; declare const slot: Slot; declare const other: { colour: string }; declare const nobody: Owner;
declare function use(...values: unknown[]): void; declare function stop(): never;
export { BREAK_OFF, Fault, faultNumber, GO_ON, isFault, makeStaticBox, NO_SLOT, SLOT_FREED, SLOT_TAKEN }; export type { EventArgs, Watcher };
`;
const preludeLines = prelude.split('\n').length - 1;
const marker = /\/\/~ ([A-Z_]+)/g;

export interface RuleCases {
  readonly silent: Readonly<Record<string, string>>;
  readonly reported: Readonly<Record<string, string>>;
}

function fileOf(at: number): string {
  return `src/case-${at}.ts`;
}

/** Runs all cases in one program; `types` are the hazards of the rule that is tested. */
export function ruleTest(rule: string, types: readonly string[], cases: RuleCases): void {
  const all = [...Object.entries(cases.silent), ...Object.entries(cases.reported)];
  let report: CheckReport;
  beforeAll(async () => {
    const files = Object.fromEntries(all.map(([, code], at) => [fileOf(at), prelude + code]));
    const project = makeProject(files);
    report = await typescriptFrontEnd.check([project.path('src')], shelfPair, { cwd: project.folder });
  });
  const seen = (at: number) =>
    report.findings
      .filter(({ file, type }) => file === fileOf(at) && types.includes(type))
      .map(({ line, type }) => `${line - preludeLines} ${type}`);
  const told = (code: string) =>
    code.split('\n').flatMap((line, at) => [...line.matchAll(marker)].map((match) => `${at + 1} ${match[1]!}`));

  describe(rule, () => {
    it('reads every case', () => {
      expect(report.notRead).toEqual([]);
    });
    all.forEach(([name, code], at) => {
      const isSilent = at < Object.keys(cases.silent).length;
      it(`${isSilent ? 'is silent' : 'reports'}: ${name}`, () => {
        if (!isSilent) expect(told(code), 'a reported case has a marker').not.toEqual([]);
        expect(seen(at)).toEqual(told(code));
      });
    });
  });
}
