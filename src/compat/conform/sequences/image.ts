/** Simulated memory of one line: what it starts from, what stores make of it (reference 6.1, lines and state). */
import { wideNumber } from '../json-lines.js';
import type { SequenceLine, SequenceRegion, SequenceStep } from '../sequence-model.js';

/** 64-bit words by physical address; words that are not there have the default of their region. */
export type Image = Map<bigint, bigint>;

/** Rings and status pages: their stores are listed as entries, or not at all. */
const untraced = /^(invalidation_queue|iq_status|prq|cmdq|evtq|priq|cmd_buf(_\d+)?|cmd_sem_\d+|ppr_log)$/;
const steWords = 8n;
const wordBytes = 8n;
const abortEntry: readonly bigint[] = [1n, 0x0000100000000000n];

export const isTraced = (region: SequenceRegion): boolean => !untraced.test(region.name);

/** The region that holds an address, with its place in the line's list. */
export function regionAt(line: SequenceLine, address: bigint): { region: SequenceRegion; index: number } | undefined {
  const index = line.regions.findIndex((region) => {
    const base = BigInt(region.phys);
    return address >= base && address < base + BigInt(region.size);
  });
  const region = line.regions[index];
  return region && { region, index };
}

/** What unlisted memory holds: 0, and for stream table entries the state that aborts. */
export function defaultWord(line: SequenceLine, address: bigint): bigint {
  if (line.unit !== 'smmuv3') return 0n;
  const found = regionAt(line, address);
  if (found === undefined || !isStreamEntries(line, found.region)) return 0n;
  const word = ((address - BigInt(found.region.phys)) / wordBytes) % steWords;
  return abortEntry[Number(word)] ?? 0n;
}

/** A table of entries: the only stream table, or the second level where there are two. */
function isStreamEntries(line: SequenceLine, region: SequenceRegion): boolean {
  const twoLevel = line.regions.some(({ name }) => name === 'stream_table_l2');
  return region.name === (twoLevel ? 'stream_table_l2' : 'stream_table');
}

export function readImage(line: SequenceLine, image: Image, address: bigint): bigint {
  return image.get(address) ?? defaultWord(line, address);
}

/** Memory at the start of a line. */
export function initialImage(line: SequenceLine): Image {
  const image: Image = new Map();
  for (const word of line.initial.memory ?? []) {
    const { phys, value } = word as { phys?: unknown; value?: unknown };
    image.set(wideNumber(phys) ?? 0n, wideNumber(value) ?? 0n);
  }
  return image;
}

export interface Store {
  readonly address: bigint;
  readonly value: bigint;
}

/** The store of a `mem_write` step; undefined for any other step. */
export function storeOf(step: SequenceStep): Store | undefined {
  if (step.op !== 'mem_write') return undefined;
  return { address: wideNumber(step['phys']) ?? 0n, value: wideNumber(step['value']) ?? 0n };
}

/** Words that two images of traced memory do not have in common, in ascending order. */
export function imageDifferences(line: SequenceLine, ours: Image, theirs: Image): bigint[] {
  const addresses = new Set([...ours.keys(), ...theirs.keys()]);
  return [...addresses]
    .filter((address) => readImage(line, ours, address) !== readImage(line, theirs, address))
    .sort((a, b) => (a < b ? -1 : 1));
}
