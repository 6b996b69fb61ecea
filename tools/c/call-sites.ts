/** Calls and other uses of a list of names in a C text. */
import { functionAround, functionName } from './classify.js';
import type { CCall, CCalls, CReference } from './model.js';
import { type Place, scanText, type Scan, type Unit } from './scan.js';
import { WordFinder } from './words.js';

/** Calls, references and all hits of the names. Needs `loadGrammar` before. */
export function readCalls(text: string, file: string, names: Iterable<string> | WordFinder): CCalls {
  const finder = names instanceof WordFinder ? names : new WordFinder(names);
  const calls: CCall[] = [];
  const references: CReference[] = [];
  const { hits } = scanText(text, finder, (unit, places, scan) => {
    for (const place of places) {
      if (place.kind === 'call') calls.push(callOf(place, unit, scan));
      else if (place.kind === 'reference') references.push(referenceOf(place, unit, scan));
    }
  });
  const notRead = hits.flatMap(({ kind, name, line, reason }) =>
    kind === 'unread' ? [{ file, line, symbol: name, reason: reason ?? 'the code around it does not parse' }] : [],
  );
  const inOrder = (a: { start: number }, b: { start: number }) => a.start - b.start;
  return { calls: calls.sort(inOrder), references: references.sort(inOrder), hits, notRead };
}

function enclosing(place: Place, { macro }: Unit): { function: string | null; macro: string | null } {
  if (macro !== null) return { function: null, macro: macro.name };
  const around = functionAround(place.leaf);
  return { function: around === null ? null : functionName(around), macro: null };
}

function callOf(place: Place, unit: Unit, { lines, conditions }: Omit<Scan, 'hits'>): CCall {
  const { hit, list } = place;
  const nameEnd = hit.start + hit.name.length;
  return {
    name: hit.name,
    start: hit.start,
    end: list?.end ?? nameEnd,
    nameStart: hit.start,
    nameEnd,
    ...lines.at(hit.start),
    args: list?.args ?? [],
    ...enclosing(place, unit),
    conditions: conditions.at(hit.start),
    isSplit: place.isSplit,
  };
}

function referenceOf(place: Place, unit: Unit, { lines }: Omit<Scan, 'hits'>): CReference {
  const { hit } = place;
  const end = hit.start + hit.name.length;
  return { name: hit.name, start: hit.start, end, ...lines.at(hit.start), ...enclosing(place, unit) };
}
