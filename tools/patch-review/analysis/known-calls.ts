/** The calls that are known of each file, kept up to date patch by patch. */
import type { CallsOfFile, FoundCall } from '../code/calls.js';
import { callsOf } from '../code/calls.js';
import type { FunctionBody } from '../code/functions.js';
import { functionsOf } from '../code/functions.js';
import type { Hunk } from '../diff/model.js';
import type { Source } from '../tree/model.js';
import type { FileStep } from '../tree/series-tree.js';
import { identity } from './fit.js';

/** What one file's patch did to the calls in it. */
export interface CallMove {
  /** Calls that were there and are not. */
  readonly gone: readonly FoundCall[];
  /** Calls that the patch shows for the first time, although it did not write them. */
  readonly learned: readonly FoundCall[];
  /** Calls that the patch wrote. */
  readonly written: readonly FoundCall[];
}

const none: CallsOfFile = { calls: [], unread: [] };

export class KnownCalls {
  readonly #names: ReadonlySet<string>;
  readonly #files = new Map<string, CallsOfFile>();
  readonly #definitions = new Map<string, readonly FunctionBody[]>();

  constructor(names: ReadonlySet<string>) {
    this.#names = names;
  }

  /** Reads a file of the base. */
  add(source: Source): void {
    if (isCode(source.path)) this.#set(source, callsOf(source, this.#names));
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  all(): FoundCall[] {
    return [...this.#files.values()].flatMap((file) => file.calls);
  }

  unread(): CallsOfFile['unread'] {
    return [...this.#files.values()].flatMap((file) => file.unread);
  }

  /** Functions of the API that are defined in C files. */
  definitions(): ReadonlyMap<string, readonly FunctionBody[]> {
    return this.#definitions;
  }

  /** Follows one file's patch. */
  apply({ patch, before, after }: FileStep): CallMove {
    const path = before?.path ?? after?.path ?? '';
    if (!isCode(path)) return { gone: [], learned: [], written: [] };
    const known = this.#files.get(path) ?? none;
    const isWhole = before === null || before.whole;
    const was = before === null ? none : before.whole ? known : callsOf(before, this.#names);
    const is = after === null ? none : callsOf(after, this.#names);
    if (before !== null && before.path !== after?.path && patch.change !== 'copy') this.#drop(before.path);
    if (after !== null) {
      const rest = isWhole || after.whole ? [] : moved(known.calls, patch.hunks, after.path);
      this.#set(after, { calls: [...rest, ...is.calls], unread: [...(isWhole ? [] : known.unread), ...is.unread] });
    }
    const places = new Set(known.calls.map(placeOf));
    const learned = isWhole ? [] : was.calls.filter((call) => !places.has(placeOf(call)));
    // A file under another name still holds the same calls.
    const here = is.calls.map((call) => (call.file === path ? call : { ...call, file: path }));
    return { gone: without(was.calls, here), learned, written: without(here, was.calls) };
  }

  #drop(path: string): void {
    this.#files.delete(path);
    this.#definitions.delete(path);
  }

  #set(source: Source, calls: CallsOfFile): void {
    this.#files.set(source.path, calls);
    if (!source.path.endsWith('.c')) return;
    this.#definitions.set(
      source.path,
      functionsOf(source).filter((fn) => this.#names.has(fn.name) && !fn.isStatic),
    );
  }
}

function isCode(path: string): boolean {
  return /\.(?:c|h|inc)$/.test(path);
}

function placeOf(call: FoundCall): string {
  return `${call.line}:${call.column}:${call.name}`;
}

/** Calls outside of the hunks, on the lines where they are afterwards. */
function moved(calls: readonly FoundCall[], hunks: readonly Hunk[], file: string): FoundCall[] {
  return calls.flatMap((call) => {
    let shift = 0;
    for (const hunk of hunks) {
      if (call.line < hunk.oldStart) break;
      if (call.line < hunk.oldStart + hunk.oldLines) return [];
      shift += hunk.newLines - hunk.oldLines;
    }
    return [shift === 0 && call.file === file ? call : { ...call, file, line: call.line + shift }];
  });
}

/** Calls of the first list that are not in the second one; two equal calls need two. */
export function without(calls: readonly FoundCall[], others: readonly FoundCall[]): FoundCall[] {
  const left = new Map<string, number>();
  for (const call of others) left.set(identity(call), (left.get(identity(call)) ?? 0) + 1);
  return calls.filter((call) => {
    const count = left.get(identity(call)) ?? 0;
    if (count > 0) left.set(identity(call), count - 1);
    return count === 0;
  });
}
