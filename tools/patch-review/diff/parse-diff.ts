/** The diff of one mail as patches of files: `diff` parses each file's part, hunk headings and places are ours. */
import { parsePatch } from 'diff';
import type { StructuredPatch } from 'diff';
import { cleanLine } from '../clean.js';
import { limits } from '../limits.js';
import type { Damage, Diff, FileChange, FilePatch, Hunk } from './model.js';
import { refusal } from './safe-path.js';
import type { Section } from './sections.js';
import { sectionsOf } from './sections.js';

/** Reads the diff of a mail; never throws. */
export function parseDiff(lines: readonly string[]): Diff {
  const { sections, tail } = sectionsOf(lines);
  const files: FilePatch[] = [];
  const refused: (Damage & { path: string })[] = [];
  for (const section of sections.slice(0, limits.filesInPatch)) {
    const read = readSection(section);
    if ('path' in read) refused.push(read);
    else files.push(read);
  }
  if (sections.length > limits.filesInPatch) {
    const at = sections[limits.filesInPatch]?.at ?? 0;
    refused.push({ path: '', at, why: `more than ${limits.filesInPatch} files in one mail` });
  }
  return { files, refused, tail };
}

function readSection(section: Section): FilePatch | (Damage & { path: string }) {
  const head = section.head.filter((line) => line !== '');
  const parsed = parsed1(head, section);
  if (typeof parsed === 'string') return { path: '', at: section.at, why: parsed };
  const names = namesOf(parsed, head);
  for (const name of [names.old, names.new]) {
    const why = name === null ? null : refusal(name);
    if (why !== null) return { path: cleanLine(name ?? '', 200), at: section.at, why };
  }
  if (names.old === null && names.new === null) return { path: '', at: section.at, why: 'a patch without a file name' };
  const wrong = section.damage ?? emptyDamage(section, head);
  return {
    change: changeOf(parsed, names),
    oldPath: names.old,
    newPath: names.new,
    binary: section.binary,
    ...(parsed.oldMode === undefined ? {} : { oldMode: parsed.oldMode }),
    ...(parsed.newMode === undefined ? {} : { newMode: parsed.newMode }),
    hunks: hunksOf(parsed, section),
    ...(wrong === null ? {} : { damage: wrong }),
    at: section.at,
  };
}

/** A section with `---` and `+++` must have a hunk. */
function emptyDamage(section: Section, head: readonly string[]): Damage | null {
  const promised = head.some((line) => line.startsWith('+++ '));
  return promised && section.hunks.length === 0 && !section.binary
    ? { at: section.at, why: 'no hunk could be read' }
    : null;
}

/** What the library makes of one section, or its complaint. */
function parsed1(head: readonly string[], section: Section): StructuredPatch | string {
  const text = [...head];
  for (const hunk of section.hunks) text.push(hunk.header, ...hunk.lines);
  try {
    const parsed = parsePatch(`${text.join('\n')}\n`);
    return parsed[0] ?? 'a patch of nothing';
  } catch (error) {
    return cleanLine(error instanceof Error ? error.message : String(error), 200);
  }
}

interface Names {
  old: string | null;
  new: string | null;
}

function namesOf(parsed: StructuredPatch, head: readonly string[]): Names {
  let from = parsed.oldFileName ?? parsed.index ?? null;
  let to = parsed.newFileName ?? parsed.index ?? null;
  const isPrefixed = (name: string | null, letters: string): boolean =>
    name !== null && new RegExp(`^[${letters}]/`).test(name);
  const nothing = '/dev/null';
  const oldPrefixed = from === nothing || isPrefixed(from, 'aiwco12');
  const newPrefixed = to === nothing || isPrefixed(to, 'biwco12');
  const asGit = head.some((line) => line.startsWith('diff --git '));
  if (oldPrefixed && newPrefixed && (asGit || from !== to)) {
    if (from !== null && from !== nothing) from = from.slice(2);
    if (to !== null && to !== nothing) to = to.slice(2);
  }
  if (parsed.isCreate === true) from = null;
  if (parsed.isDelete === true) to = null;
  return { old: from === nothing ? null : from, new: to === nothing ? null : to };
}

function changeOf(parsed: StructuredPatch, names: Names): FileChange {
  if (parsed.isRename === true) return 'rename';
  if (parsed.isCopy === true) return 'copy';
  if (names.old === null) return 'add';
  return names.new === null ? 'delete' : 'modify';
}

function hunksOf(parsed: StructuredPatch, section: Section): Hunk[] {
  return parsed.hunks.map((hunk, i) => ({
    oldStart: hunk.oldStart,
    oldLines: hunk.oldLines,
    newStart: hunk.newStart,
    newLines: hunk.newLines,
    lines: hunk.lines,
    heading: section.hunks[i]?.heading ?? '',
    at: section.hunks[i]?.at ?? section.at,
  }));
}
