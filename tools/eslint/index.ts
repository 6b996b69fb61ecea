/**
 * ESLint plugin: each hazard of a pair is a rule, and `move` says that a file can move as a whole and fixes it. It runs
 * the engine of `pintle check` on the text, whatever parser ESLint uses.
 */
import type { ApiPair } from '../../src/compat/pair-model.js';
import { builtInPairs } from '../../src/compat/index.js';
import { CheckSession, type FileReport, type PlaceFix } from '../call-sites/typescript/session.js';
import { type Finding, idOf } from '../diagnostics/model.js';

/** What ESLint gives and takes, as far as it is used here. */
interface RuleFixer {
  replaceTextRange(range: [number, number], text: string): unknown;
}
interface Report {
  readonly loc: { readonly start: { line: number; column: number }; readonly end: { line: number; column: number } };
  readonly messageId: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly fix?: (fixer: RuleFixer) => unknown;
  readonly suggest?: readonly {
    messageId: string;
    data?: Readonly<Record<string, string>>;
    fix: (fixer: RuleFixer) => unknown;
  }[];
}
interface RuleContext {
  readonly physicalFilename: string;
  readonly cwd: string;
  readonly sourceCode: { readonly text: string; readonly hasBOM: boolean };
  report(report: Report): void;
}
interface RuleModule {
  readonly meta: object;
  create(context: RuleContext): { Program(): void };
}

interface Checked {
  readonly text: string;
  readonly report: FileReport;
  fixes?: readonly PlaceFix[];
}

/** One session per working directory; the last report of each file is shared by all rules. */
class Sessions {
  readonly #pair: ApiPair;
  readonly #byFolder = new Map<string, CheckSession>();
  readonly #checked = new Map<string, Checked>();

  constructor(pair: ApiPair) {
    this.#pair = pair;
  }

  session(cwd: string): CheckSession {
    const known = this.#byFolder.get(cwd) ?? new CheckSession(this.#pair, { cwd });
    this.#byFolder.set(cwd, known);
    return known;
  }

  of({ physicalFilename: path, cwd, sourceCode: { text } }: RuleContext): Checked {
    const known = this.#checked.get(path);
    if (known?.text === text) return known;
    const checked: Checked = { text, report: this.session(cwd).check(path, text) };
    this.#checked.set(path, checked);
    return checked;
  }

  fixes(context: RuleContext): readonly PlaceFix[] {
    const checked = this.of(context);
    checked.fixes ??= this.session(context.cwd).fixes(context.physicalFilename, checked.report);
    return checked.fixes;
  }
}

function loc({ line, column, endLine = line, endColumn = column + 1 }: Finding): Report['loc'] {
  return { start: { line, column: column - 1 }, end: { line: endLine, column: endColumn - 1 } };
}

function offsetOf(text: string, line: number, column: number): number {
  let at = 0;
  for (let left = line - 1; left > 0; left--) at = text.indexOf('\n', at) + 1;
  return at + column - 1;
}

function suggestionsFor(finding: Finding, fixes: readonly PlaceFix[], text: string): NonNullable<Report['suggest']> {
  const at = offsetOf(text, finding.line, finding.column);
  const end = offsetOf(text, finding.endLine ?? finding.line, finding.endColumn ?? finding.column + 1);
  // The place itself, or a test of its result that moves with it.
  const touches = (fix: PlaceFix) =>
    (fix.start <= at && at < fix.end) || fix.edits.some((edit) => edit.start < end && at < edit.end);
  const fitting = fixes.filter((fix) => fix.symbol === finding.symbol && fix.edits.length > 0 && touches(fix));
  return fitting.slice(0, 1).map(({ symbol, edits }) => ({
    messageId: 'move',
    data: { symbol },
    fix: (fixer) => edits.map(({ start, end, text: replacement }) => fixer.replaceTextRange([start, end], replacement)),
  }));
}

function hazardRule(pair: ApiPair, kind: string, sessions: Sessions): RuleModule {
  const hazard = pair.map.hazards.find((item) => item.kind === kind)!;
  return {
    meta: {
      type: 'problem',
      hasSuggestions: true,
      docs: { description: hazard.title },
      messages: { found: '{{message}}', move: 'Move {{symbol}} to the new version' },
      schema: [],
    },
    create: (context) => ({
      Program() {
        const { report, text } = sessions.of(context);
        for (const finding of report.findings) {
          if (idOf(finding.type) !== kind) continue;
          const suggest = suggestionsFor(finding, sessions.fixes(context), text);
          context.report({ loc: loc(finding), messageId: 'found', data: { message: finding.message }, suggest });
        }
      },
    }),
  };
}

/** Reports a file that moves as a whole, with the compiler's consent, as its fix. */
function moveRule(sessions: Sessions): RuleModule {
  return {
    meta: {
      type: 'suggestion',
      fixable: 'code',
      docs: { description: 'a file can move to the new version as a whole' },
      messages: { move: 'this file uses the old version and can move to the new one' },
      schema: [],
    },
    create: (context) => ({
      Program() {
        const { report, text } = sessions.of(context);
        const first = report.file?.facts.sites.find(({ side }) => side === 'old');
        if (first === undefined) return;
        const moved = sessions.session(context.cwd).move(context.physicalFilename, report);
        if (moved === null) return;
        const { line, character } = report.file!.index.source.getLineAndCharacterOfPosition(first.start);
        const place = { line: line + 1, column: character };
        const fix = (fixer: RuleFixer) => fixer.replaceTextRange([0, text.length], moved);
        context.report({ loc: { start: place, end: { ...place, column: place.column + 1 } }, messageId: 'move', fix });
      },
    }),
  };
}

function notReadRule(sessions: Sessions): RuleModule {
  return {
    meta: {
      type: 'problem',
      docs: { description: 'text names the API and could not be analysed' },
      messages: { notRead: '{{symbol}} was not read: {{reason}}' },
      schema: [],
    },
    create: (context) => ({
      Program() {
        for (const { line, symbol, reason } of sessions.of(context).report.notRead) {
          const place = { line, column: 0 };
          context.report({
            loc: { start: place, end: place },
            messageId: 'notRead',
            data: { symbol: symbol === '' ? 'the file' : symbol, reason },
          });
        }
      },
    }),
  };
}

export interface Plugin {
  readonly meta: { readonly name: string };
  readonly rules: Readonly<Record<string, RuleModule>>;
  readonly configs: Readonly<
    Record<
      'recommended',
      { readonly name: string; plugins: Record<string, unknown>; readonly rules: Readonly<Record<string, string>> }
    >
  >;
}

const severity = { error: 'error', warning: 'warn', note: 'warn' } as const;

/** The plugin of one pair, for a flat config. */
export function pluginFor(pair: ApiPair): Plugin {
  const sessions = new Sessions(pair);
  const rules: Record<string, RuleModule> = { move: moveRule(sessions), 'not-read': notReadRule(sessions) };
  const levels: Record<string, string> = { 'pintle/not-read': 'warn' };
  for (const { kind, level } of pair.map.hazards) {
    rules[kind] = hazardRule(pair, kind, sessions);
    levels[`pintle/${kind}`] = severity[level];
  }
  const recommended = { name: 'pintle/recommended', plugins: {} as Record<string, unknown>, rules: levels };
  const plugin: Plugin = { meta: { name: 'pintle' }, rules, configs: { recommended } };
  recommended.plugins['pintle'] = plugin;
  return plugin;
}

/** The plugin of the first built-in pair. */
export const plugin = pluginFor(builtInPairs[0]!);
