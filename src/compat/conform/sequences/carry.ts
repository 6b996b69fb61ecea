/** Chains: what one line leaves behind is what the next one starts from (reference 6.1, lines and state). */
import { wideNumber, wordText } from '../json-lines.js';
import type { SequenceLine, SequenceStep } from '../sequence-model.js';
import { type Image, imageDifferences, initialImage, readImage } from './image.js';

export type QueueState = Readonly<Record<string, bigint>>;

/** State after a line: memory, and the queue pointers as the observed steps moved them. */
export interface Carried {
  readonly after: SequenceLine;
  readonly image: Image;
  readonly queue: QueueState;
}

const entryBytesOf = { smmuv3: 16n, amd: 16n } as const;
const slots = 256n;
const completionWait = 1n;

export function queueState(line: SequenceLine): Record<string, bigint> {
  const state: Record<string, bigint> = {};
  for (const [key, value] of Object.entries(line.initial.queue ?? {})) state[key] = wideNumber(value) ?? 0n;
  return state;
}

/** Queue pointers after the observed steps. */
export function queueAfter(line: SequenceLine, observed: readonly SequenceStep[]): QueueState {
  const state = queueState(line);
  for (const step of observed) {
    if (line.unit === 'vtd') afterVtd(state, step);
    else if (line.unit === 'smmuv3') afterSmmu(state, step);
    else afterAmd(state, step);
  }
  return state;
}

function afterVtd(state: Record<string, bigint>, step: SequenceStep): void {
  if (step.op === 'mmio_write' && wideNumber(step['offset']) === 0x88n) {
    state['iq_index'] = ((wideNumber(step['value']) ?? 0n) / (state['iq_entry_bytes'] ?? 32n)) % slots;
  }
}

function afterSmmu(state: Record<string, bigint>, step: SequenceStep): void {
  if (step.op !== 'mmio_write' || wideNumber(step['offset']) !== 0x98n) return;
  state['CMDQ_PROD'] = wideNumber(step['value']) ?? 0n;
  state['CMDQ_CONS'] = state['CMDQ_PROD'];
}

function afterAmd(state: Record<string, bigint>, step: SequenceStep): void {
  const iommu = `iommu${String(step['iommu'] ?? 0)}`;
  if (step.op === 'mmio_write' && wideNumber(step['offset']) === 0x2008n) {
    state[`${iommu}_tail`] = wideNumber(step['value']) ?? 0n;
  }
  if (step.op !== 'cmd') return;
  const [first, second] = step['qwords'] as readonly unknown[];
  const isWait = (wideNumber(first) ?? 0n) >> 60n === completionWait;
  state[`${iommu}_need_sync`] = isWait ? 0n : 1n;
  if (isWait) state[`${iommu}_sem`] = wideNumber(second) ?? 0n;
}

/** What differs between the state that was carried over and the one that the next line records; undefined when nothing. */
export function carryDifference(carried: Carried, next: SequenceLine): string | undefined {
  const recorded = initialImage(next);
  const [address] = imageDifferences(next, carried.image, recorded);
  if (address !== undefined) {
    const [ours, theirs] = [readImage(next, carried.image, address), readImage(next, recorded, address)];
    return `memory at 0x${address.toString(16)} is ${wordText(ours)} before the step, not ${wordText(theirs)}`;
  }
  const expected = expectedQueue(carried, next);
  if (expected === undefined) return undefined;
  for (const [key, value] of Object.entries(queueState(next))) {
    const before = expected[key] ?? 0n;
    if (before !== value) return `${key} is 0x${before.toString(16)} before the step, not 0x${value.toString(16)}`;
  }
  return undefined;
}

/** Unrecorded submissions stand between some lines; undefined where they cannot be counted. */
function expectedQueue({ after, queue }: Carried, next: SequenceLine): QueueState | undefined {
  if (next.operation === 'cmdq_wrap' || after.operation === 'cmdq_wrap') return undefined;
  if (after.unit !== 'amd' || after.operation !== 'attach_device') return queue;
  return {
    ...queue,
    iommu0_tail: ((queue['iommu0_tail'] ?? 0n) + entryBytesOf.amd) % (512n * entryBytesOf.amd),
    iommu0_sem: (queue['iommu0_sem'] ?? 0n) + 1n,
    iommu0_need_sync: 0n,
  };
}
