/** The delta of two headers, entry points, revisions, trees; stubs; bad input. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { schemas } from '../../tools/schema/schemas.js';
import { violation } from '../../tools/schema/validate.js';
import { copyOf, exampleTree, pintle, temporaryFolder } from './reading.js';

interface Change {
  readonly symbol: string;
  readonly kind: string;
  readonly status: string;
  readonly group: string;
  readonly also: readonly string[];
  readonly breaks?: readonly { readonly file: string; readonly line: number; readonly reason: string }[];
}

interface Report {
  readonly changes: readonly Change[];
  readonly same: readonly string[];
  readonly stubs: readonly { readonly symbol: string; readonly problem: string; readonly line: number }[];
}

const header = readFileSync(join(exampleTree, 'include/linux/ioasid.h'), 'utf8');

async function compared(cwd: string, ...words: string[]): Promise<Report> {
  const { out } = await pintle(cwd, 'compare', ...words, '-o', 'json');
  const report: unknown = JSON.parse(out);
  expect(violation('compare', report)).toBeUndefined();
  return report as Report;
}

function kinds({ changes }: Report): readonly string[] {
  return changes.map(({ symbol, kind, status }) => `${symbol} ${kind} ${status}`);
}

function headers(old: string, now: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'old.h'), old);
  writeFileSync(join(folder, 'new.h'), now);
  return folder;
}

const guard = (text: string) => `#ifndef X_H\n#define X_H\n${text}\n#endif\n`;

describe('headers', () => {
  it('is quiet when nothing changed, whatever the layout', async () => {
    const folder = headers(header, header.replaceAll('\t\t      void *private', ' void  * private'));
    const report = await compared(folder, 'old.h', 'new.h');
    expect(report.changes).toEqual([]);
    expect((await pintle(folder, 'compare', 'old.h', 'new.h', '--exit-code')).code).toBe(0);
  });

  it('tells each kind of change', async () => {
    const old = guard(`
typedef unsigned int t_id;
#define T_MAX 16
#define T_NEXT(x) ((x) + 1)
enum t_kind { T_A = 1, T_B, T_C = 1 << 4, T_D };
struct t_box { int a; void *b; u8 list[4]; int (*fn)(int); };
int t_same(int a, unsigned b);
void *t_result(void);
void t_more(int a);
void t_less(int a, int b);
void t_type(void *p);
void t_gone(void);
int t_old_name_of_it(struct t_box *box, t_id id);
`);
    const now = guard(`
typedef u64 t_id;
#define T_MAX 32
#define T_NEXT(x) ((x) + 2)
enum t_kind { T_A = 1, T_AA, T_B, T_C = 1 << 4, T_D };
struct t_box { int a; struct t_kind *b; u8 list[8]; int (*fn)(long); };
extern int t_same(int first, unsigned int second);
struct t_box *t_result(void);
void t_more(int a, int b);
void t_less(int b);
void t_type(struct t_box *p);
void t_came(void);
int t_new_name_of_it(struct t_box *box, t_id id);
`);
    expect(
      kinds(await compared(headers(old, now), 'old.h', 'new.h')).map((line) => line.replace(' unknown', '')),
    ).toEqual([
      'T_AA added',
      'T_B constant-changed',
      'T_MAX constant-changed',
      'T_NEXT constant-changed',
      't_box.b retyped',
      't_box.fn retyped',
      't_box.list retyped',
      't_came added',
      't_gone removed',
      't_id retyped',
      't_less parameter-dropped',
      't_more parameter-added',
      't_new_name_of_it renamed',
      't_result result-changed',
      't_type retyped',
    ]);
  });

  it('holds stubs against their functions', async () => {
    const body = (stubs: string) =>
      guard(`
typedef unsigned int t_id;
#if IS_ENABLED(CONFIG_T)
t_id t_find(int a);
void *t_get(t_id id);
void t_drop(t_id id);
int t_bare(int a);
int t_wide(int a, int b);
#else
${stubs}
#endif
`);
    const good = body(`static inline t_id t_find(int a) { return -1; }
static inline void *t_get(t_id id) { return NULL; }
static inline void t_drop(t_id id) { }
static inline int t_bare(int a) { return -ENODEV; }
static inline int t_wide(int a, int b) { return -ENODEV; }`);
    const bad = body(`static inline t_id t_find(int a) { return -ENODEV; }
static inline void *t_get(t_id id) { return -ENODEV; }
inline int t_bare(int a) { return -ENODEV; }
static inline int t_wide(int a) { return -ENODEV; }
static inline int t_nowhere(int a) { return 0; }`);
    const folder = headers(good, bad);
    const report = await compared(folder, 'old.h', 'new.h');
    expect(report.stubs.map(({ symbol, problem, line }) => `${line} ${symbol} ${problem}`)).toEqual([
      '8 t_drop missing',
      '12 t_find errno-from-unsigned',
      '13 t_get errno-as-pointer',
      '14 t_bare not-static-inline',
      '15 t_wide signature-differs',
      '16 t_nowhere undeclared',
    ]);
    expect((await compared(folder, 'new.h', 'old.h')).stubs).toEqual([]);
    expect((await pintle(folder, 'compare', 'old.h', 'new.h')).code).toBe(1);
  });

  it('names a narrowed pointer with the callers that break', async () => {
    const folder = copyOf(exampleTree);
    const narrowed = header.replaceAll('alloc_set(void *token', 'alloc_set(struct mm_struct *token');
    writeFileSync(join(folder, 'narrow.h'), narrowed);
    const { changes } = await compared(folder, 'include/linux/ioasid.h', 'narrow.h', '--tree', '.');
    expect(changes.map(({ symbol, kind, status }) => [symbol, kind, status])).toEqual([
      ['ioasid_alloc_set', 'retyped', 'drift'],
    ]);
    expect(changes[0]?.breaks?.map(({ file, reason }) => `${file}: ${reason}`)).toEqual([
      'drivers/gpu/kfd/kfd_pasid.c: passes struct kfd_process * as argument 1, struct mm_struct * is wanted',
      'drivers/iommu/ioasid.c: passes int * as argument 1, struct mm_struct * is wanted',
    ]);
  });

  it('says half where the map knows the change and the callers did not move', async () => {
    const folder = copyOf(exampleTree);
    writeFileSync(
      join(folder, 'new.h'),
      header.replaceAll('void ioasid_free(ioasid_t id)', 'void ioasid_free(struct ioasid_set *set, ioasid_t id)'),
    );
    const { changes } = await compared(folder, 'include/linux/ioasid.h', 'new.h', '--tree', '.');
    expect(changes.map(({ symbol, kind, status, breaks }) => [symbol, kind, status, breaks?.length])).toEqual([
      ['ioasid_free', 'parameter-added', 'half', 8],
    ]);
    const alone = await compared(folder, 'include/linux/ioasid.h', 'new.h');
    expect(alone.changes.map(({ status }) => status)).toEqual(['told']);
  });
});

describe('places', () => {
  it('takes revisions, folders of revisions and trees', async () => {
    const folder = copyOf(exampleTree);
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], {
        cwd: folder,
        stdio: 'pipe',
      });
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'tree');
    writeFileSync(join(folder, 'include/linux/ioasid.h'), header.replaceAll('int quota)', 'long quota)'));
    const expected = ['ioasid_adjust_set retyped drift'];
    expect(kinds(await compared(folder, 'HEAD:include/linux/ioasid.h', 'include/linux/ioasid.h'))).toEqual(expected);
    expect(kinds(await compared(folder, 'HEAD:', '.'))).toEqual(expected);
    expect(kinds(await compared(folder, exampleTree, folder))).toEqual(expected);
    expect(
      kinds(
        await compared(join(folder, 'include'), 'HEAD:linux/ioasid.h', 'linux/ioasid.h').catch(() => ({
          changes: [],
          same: [],
          stubs: [],
        })),
      ),
    ).toBeDefined();
  });

  it('compares the versions that the pair brings', async () => {
    const report = await compared(temporaryFolder());
    expect(report.changes.find(({ symbol }) => symbol === 'ioasidAllocSet')).toMatchObject({
      kind: 'retyped',
      group: 'token-typing',
      status: 'told',
    });
    expect(report.changes.find(({ symbol }) => symbol === 'ioasid_free')).toMatchObject({
      kind: 'parameter-added',
      group: 'came-along',
    });
    const published = await compared(temporaryFolder(), 'c:v1', 'c:v3');
    expect(published.changes.find(({ symbol }) => symbol === 'ioasid_set_alloc')).toMatchObject({
      kind: 'renamed',
      also: [],
    });
  });

  it('compares two entry points of TypeScript', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'a'));
    writeFileSync(
      join(folder, 'a/inner.ts'),
      'export interface Box { readonly size: number; open(key: string): void }\n',
    );
    writeFileSync(
      join(folder, 'old.ts'),
      "export * from './a/inner.js';\nexport function take(id: number): void {}\nexport const limit = 3;\n",
    );
    writeFileSync(
      join(folder, 'a/later.ts'),
      'export interface Box { readonly size: bigint; open(key: string, hard?: boolean): void }\n',
    );
    writeFileSync(
      join(folder, 'new.ts'),
      "export type { Box } from './a/later.js';\nexport function take(id: bigint): Promise<void> { throw 1 }\nexport const limit = 4;\nexport class Lid {}\n",
    );
    const report = await compared(folder, 'old.ts', 'new.ts');
    expect(kinds(report)).toEqual([
      'Box.open parameter-added unknown',
      'Box.size retyped unknown',
      'Lid added unknown',
      'limit constant-changed unknown',
      'take retyped unknown',
    ]);
    expect(report.changes.at(-1)?.also).toEqual(['result-changed']);
  });

  it('prints text of 72 columns', async () => {
    const { out, code } = await pintle(exampleTree, 'compare', 'c:v1', 'c:v2');
    expect(code).toBe(0);
    expect(out.split('\n').filter((line) => line.length > 72)).toEqual([]);
    expect(out).toMatch(
      /^v1, void token \(C\) -> v2, typed token \(C\)\n\d+ symbols: .* -> breaking\n\nTOKEN TYPING\n/,
    );
  });
});

describe('bad input', () => {
  it.each([
    [['nowhere.h', 'old.h'], /^nowhere\.h: no such file, folder or REV:path$/],
    [['old.h'], /^compare: name two versions/],
    [['old.h', 'x.txt'], /^x\.txt: is neither a C header/],
    [['old.h', 'x.ts'], /^compare: old\.h and x\.ts are of different languages$/],
    [['old.h', 'empty'], /^empty: no linux\/ioasid\.h in this folder/],
    [['old.h', 'binary.h'], /^binary\.h: is binary/],
    [['x.ts', 'broken.ts'], /^broken\.ts:2: /],
    [['old.h', 'prose.h'], /^prose\.h:1: does not parse/],
    [['old.h', 'new.h', '--tree', 'none'], /^--tree none: no such folder$/],
    [['--language', 'rust'], /^--language rust: expected c or ts$/],
  ])('%j', async (words, message) => {
    const folder = headers(header, header);
    writeFileSync(join(folder, 'x.txt'), 'x');
    writeFileSync(join(folder, 'x.ts'), 'export const a = 1;\n');
    writeFileSync(join(folder, 'broken.ts'), 'export const a = 1;\nexport function (;\n');
    writeFileSync(join(folder, 'binary.h'), Buffer.from([0x23, 0, 1, 2]));
    writeFileSync(join(folder, 'prose.h'), 'this is ) no } header at ( all, is it?\n');
    mkdirSync(join(folder, 'empty'));
    const { code, err, out } = await pintle(folder, 'compare', ...words);
    expect([code, err, out]).toEqual([2, expect.stringMatching(message), '']);
  });

  it('names the place that it cannot read in a header, and reads the rest', async () => {
    const folder = headers(
      guard('int t_a(int a);\nint t_b(int a);\n'),
      guard('int t_a(int a);\nint t_b(int a;\nint t_c(void);\n'),
    );
    const { code, out } = await pintle(folder, 'compare', 'old.h', 'new.h');
    expect(code).toBe(3);
    expect(out).toMatch(/NOT READ\n {2}new\.h:4: \w+: does not parse/);
  });
});

it('has a schema', () => {
  expect(Object.keys(schemas)).toContain('compare');
});
