/** Which structure words are: the one that the user names, or the only one that they can be. */
import { hasFixedValues, type Structure, structures, unnamedBits } from '../../src/compat/hw-spec/index.js';
import { UsageError } from '../cli/errors.js';

/** Structures to choose from, and how the user called them. */
export interface Choice {
  readonly name: string;
  readonly among: readonly Structure[];
}

/** Short names for kinds that are told apart by type or opcode. */
const groups: Readonly<Record<string, (structure: Structure) => boolean>> = {
  'vtd.qi': ({ unit, group }) => unit === 'vtd' && group === 'descriptor',
  'smmuv3.cmd': ({ unit, group }) => unit === 'smmuv3' && group === 'command',
  'amd.cmd': ({ unit, group }) => unit === 'amd' && group === 'command',
};

/** Every name that `--as` takes: groups first, then `unit.structure`. */
export function choiceNames(): string[] {
  return [...Object.keys(groups), ...structures.map(fullName)];
}

export const fullName = ({ unit, name }: Structure): string => `${unit}.${name}`;

/**
 * The choice behind a name: a group, `unit.structure`, or a structure's name alone when only one unit has it.
 *
 * @throws {UsageError} for a name that no table has, or that two units have.
 */
export function choiceNamed(name: string): Choice {
  const group = groups[name] ?? groups[`vtd.${name}`];
  if (group !== undefined) return { name, among: structures.filter(group) };
  const found = structures.filter((structure) => fullName(structure) === name || structure.name === name);
  if (found.length === 1) return { name, among: found };
  if (found.length > 1) throw new UsageError(`--as ${name}: is it ${found.map(fullName).join(' or ')}?`);
  const like = choiceNames().filter((candidate) => candidate.includes(name));
  const hint = like.length > 0 ? `there is ${like.slice(0, 6).join(', ')}` : 'pintle decode --list names all';
  throw new UsageError(`--as ${name}: no such structure; ${hint}`);
}

/** Structures of a choice that the words can be: type or opcode fits. */
function fitting(choice: Choice, words: readonly bigint[]): readonly Structure[] {
  const only = choice.among.length === 1;
  return choice.among.filter(
    (structure) => words.length <= structure.size && (only || hasFixedValues(structure, words)),
  );
}

export type Chosen = { readonly structure: Structure } | { readonly problem: string };

/** Picks within a choice of the user. */
export function chooseNamed(choice: Choice, words: readonly bigint[]): Chosen {
  const [structure] = fitting(choice, words);
  if (structure !== undefined) return { structure };
  const largest = Math.max(...choice.among.map(({ size }) => size));
  if (words.length > largest) {
    return { problem: `${String(words.length)} words; ${choice.name} has ${String(largest)}` };
  }
  return { problem: `no ${choice.name} has the type or opcode of 0x${(words[0] ?? 0n).toString(16)}` };
}

/** Entries of a ring carry their type; other structures do not tell what they are. */
export const isQueueEntry = ({ group }: Structure): boolean => group === 'descriptor' || group === 'command';

/**
 * Picks by size and content. Queue entries go first: their type is written in them. One word alone is taken for the first
 * word of a queue entry.
 */
export function chooseByContent(words: readonly bigint[]): Chosen {
  const can = structures.filter((structure) => {
    if (structure.group === 'register' || structure.group === 'response') return false;
    const narrow = structure.unit === 'vtd' && structure.group === 'descriptor' && words.length === 2;
    const size = structure.size === words.length || narrow || (words.length === 1 && isQueueEntry(structure));
    return size && hasFixedValues(structure, words) && unnamedBits(structure, words).every((bits) => bits === 0n);
  });
  const entries = can.filter(isQueueEntry);
  const left = entries.length > 0 ? entries : can;
  const [structure, second] = left;
  if (structure !== undefined && second === undefined) return { structure };
  const count = `${String(words.length)} ${words.length === 1 ? 'word' : 'words'}`;
  if (structure === undefined)
    return { problem: `${count} that no table reads without a name; name the structure with --as` };
  return { problem: `${count} can be ${left.map(fullName).join(', ')}; name one with --as` };
}
