/** The examples that the built-in maps give for their hazards: the bad one is reported, the good one is silent and compiles. */
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Project } from 'ts-morph';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtInPairs } from '../../src/compat/index.js';
import type { HazardSpec } from '../../src/compat/pair-model.js';
import { typescriptFrontEnd } from '../../tools/call-sites/typescript/front-end.js';
import { type CheckReport, typeName } from '../../tools/diagnostics/model.js';
import { makeProject, type TestProject } from './testing/project.js';

const pair = builtInPairs[0]!;
const source = (name: string) => fileURLToPath(new URL(`../../src/${name}`, import.meta.url));

const prelude = `import { INVALID_IOASID, IOASID_UNBIND, NOTIFY_OK, declareIoasidSet, isErr } from '../v1-void-token/index.js';
import type { Ioasid as OldId, IoasidSet as OldSet, IoasidV1, NotifierBlock as OldBlock } from '../v1-void-token/index.js';
import { declareTokenKind, mmToken, MmStruct, noToken, ownToken } from '../v2-typed-token/index.js';
import type { Ioasid as NewId, IoasidSet as NewSet, IoasidV2, NotifierBlock as NewBlock } from '../v2-typed-token/index.js';
export { INVALID_IOASID, IOASID_UNBIND, NOTIFY_OK, declareIoasidSet, isErr, declareTokenKind, mmToken, MmStruct, noToken, ownToken };
declare const v1: IoasidV1; declare const v2: IoasidV2; declare const mm: MmStruct; declare const initMm: MmStruct;
declare class KfdProcess { readonly pasid: number } declare const process: KfdProcess;
declare const min: number; declare const max: number; declare const queue: unknown[];
declare function program(id: unknown): void; declare function claim(set: unknown): void; declare function use(value: unknown): void;
declare function forget(id: unknown): void; declare function release(value: unknown): void;
`;

/** An example as a file: a class around it gives it `this`, and the names mean one side or the other. */
function program(code: string, side: 'bad' | 'good'): string {
  const names = side === 'bad' ? ['OldId', 'OldSet', 'OldBlock'] : ['NewId', 'NewSet', 'NewBlock'];
  const types = `type Ioasid = ${names[0]}; type IoasidSet = ${names[1]}; type NotifierBlock = ${names[2]};\n`;
  const taken = (name: string) => new RegExp(`(?:const|let) ${name}\\b`).test(code);
  const params = [
    ...(taken('id') ? [] : [side === 'bad' ? 'id: Ioasid' : 'id: Ioasid']),
    ...(taken('set') ? [] : ['set: IoasidSet']),
  ].join(', ');
  const body = code
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
  return `${prelude}${types}export class Example {\n  set!: any; pasid!: any;\n  run(${params}) {\n${body}\n  }\n}\n`;
}

const examples = pair.map.hazards.filter((hazard) => hazard.bad.ts !== undefined || hazard.good.ts !== undefined);
const fileOf = (hazard: HazardSpec, side: 'bad' | 'good') => `src/${side}-${hazard.kind}.ts`;

describe('examples of hazards', () => {
  let project: TestProject;
  let report: CheckReport;
  beforeAll(async () => {
    const files: Record<string, string> = {};
    for (const hazard of examples) {
      for (const side of ['bad', 'good'] as const) {
        const code = hazard[side].ts;
        if (code !== undefined) files[fileOf(hazard, side)] = program(code, side);
      }
    }
    project = makeProject(files);
    for (const name of ['v1-void-token', 'v2-typed-token']) {
      cpSync(source(name), project.path(name), {
        recursive: true,
        filter: (path) => !/tsconfig|\.test\.ts$|drivers/.test(path),
      });
    }
    report = await typescriptFrontEnd.check([project.path('src')], pair, { cwd: project.folder });
  });

  it('reads them all', () => {
    expect(report.notRead).toEqual([]);
  });

  it.each(examples.filter((hazard) => hazard.bad.ts !== undefined).map((hazard) => [hazard.kind, hazard] as const))(
    '%s: the bad one is reported',
    (kind, hazard) => {
      const types = report.findings.filter(({ file }) => file === fileOf(hazard, 'bad')).map(({ type }) => type);
      expect(types).toContain(typeName(kind));
    },
  );

  it.each(examples.filter((hazard) => hazard.good.ts !== undefined).map((hazard) => [hazard.kind, hazard] as const))(
    '%s: the good one is silent',
    (kind, hazard) => {
      const types = report.findings.filter(({ file }) => file === fileOf(hazard, 'good')).map(({ type }) => type);
      expect(types).not.toContain(typeName(kind));
    },
  );

  it('the good ones compile', () => {
    const checked = new Project({ tsConfigFilePath: project.path('tsconfig.json'), skipAddingFilesFromTsConfig: true });
    const good = examples
      .filter((hazard) => hazard.good.ts !== undefined)
      .map((hazard) => project.path(fileOf(hazard, 'good')));
    const problems = checked
      .addSourceFilesAtPaths(good)
      .flatMap((file) =>
        file
          .getPreEmitDiagnostics()
          .map((entry) => `${file.getBaseName()}: ${checked.formatDiagnosticsWithColorAndContext([entry])}`),
      );
    expect(problems).toEqual([]);
  });
});
