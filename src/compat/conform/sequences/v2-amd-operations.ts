/** Operations of AMD lines, by name: which driver function of v2 runs, with what. */
import type { HwResult, PprEntry } from '../../../v2-typed-token/hw/index.js';
import { wideNumber } from '../json-lines.js';
import type { SequenceLine } from '../sequence-model.js';
import type { AmdStage } from './v2-amd-stage.js';
import { flagOf, halves, listOf, numberOf, regionsNamed } from './v2-line-state.js';
import { expectReturn } from './v2-stage.js';

type Operation = (stage: AmdStage, line: SequenceLine) => void;

const entryBytes = 16;
const ringBytes = 8192;
const replacedBy = 0x10_0000;

/** An operation with a result to compare. */
const returning =
  (run: (stage: AmdStage, line: SequenceLine) => HwResult<unknown>): Operation =>
  (stage, line) =>
    expectReturn(line, run(stage, line));

const set = (offset: number): Operation =>
  returning((stage, line) =>
    stage.iommus.setGcr3(stage.domain, numberOf(line, 'pasid'), numberOf(line, 'cr3') + offset),
  );

const cleared = returning((stage, line) => stage.iommus.clearGcr3(stage.domain, numberOf(line, 'pasid')));
const flushed = returning((stage, line) => stage.iommus.flushPasid(stage.domain, numberOf(line, 'pasid')));

const base = (line: SequenceLine, name: string): number => Number(BigInt(regionsNamed(line, name)[0]?.phys ?? 0));

const enabled: Operation = (stage, line) => {
  const result = stage.iommus.enableGuestTables(stage.domain, numberOf(line, 'pasids'));
  expectReturn(line, result);
  if (result.ok && result.value !== numberOf(line, 'glx')) throw new RangeError(`GLX is ${String(result.value)}`);
};

const answered = returning(({ iommus, device }, line) => {
  device.pasidInResponses = flagOf(line, 'gn');
  const answer = { pasid: numberOf(line, 'pasid'), code: numberOf(line, 'status'), tag: numberOf(line, 'tag') };
  return iommus.completePpr(device, answer);
});

const polled: Operation = (stage, line) => {
  const slot = numberOf(line, 'slot');
  const [log] = stage.iommus.logs;
  if (log === undefined) return;
  log.ring = base(line, 'ppr_log');
  for (const [index, word] of listOf(line, 'entry').entries()) {
    const { lo, hi } = halves(word);
    stage.machine.bus.memory.write64(log.ring + entryBytes * slot + 8 * index, lo, hi);
  }
  stage.iommus.device().placeLog(entryBytes * slot, (entryBytes * (slot + 1)) % ringBytes);
  const delivered: PprEntry[] = [];
  log.handler = (entry) => delivered.push(entry);
  log.poll();
  checkDelivered(line, delivered);
};

function checkDelivered(line: SequenceLine, delivered: readonly PprEntry[]): void {
  if (delivered.length !== numberOf(line, 'delivered')) throw new RangeError(`${String(delivered.length)} delivered`);
  const recorded = line.config['decoded'] as Readonly<Record<string, unknown>> | undefined;
  const [entry] = delivered;
  if (entry === undefined || recorded === undefined) return;
  const { device, pasid, tag, flags, address } = entry;
  const read: Readonly<Record<string, bigint>> = {
    device: BigInt(device),
    pasid: BigInt(pasid),
    tag: BigInt(tag),
    flags: BigInt(flags),
    address: (BigInt(address.hi) << 32n) | BigInt(address.lo),
  };
  for (const [key, value] of Object.entries(recorded)) {
    if (wideNumber(value) !== read[key]) throw new RangeError(`${key} of the entry is read as ${String(read[key])}`);
  }
}

/** Every operation of the AMD files. */
export const amdOperations: Readonly<Record<string, Operation>> = {
  enable_command_buffer: (stage, line) => stage.iommus.buffers[0]?.enable(base(line, 'cmd_buf')),
  enable_ppr_log: (stage, line) => stage.iommus.logs[0]?.enable(base(line, 'ppr_log')),
  set_device_table: (stage, line) => stage.iommus.setDeviceTable(0, numberOf(line, 'bytes')),
  attach_device: returning((stage) => stage.iommus.attachEntry(stage.domain, stage.device)),
  detach_device: returning((stage) => stage.iommus.detachEntry(stage.device)),
  attach_device_full: returning((stage) => stage.iommus.attach(stage.domain, stage.device)),
  detach_device_full: returning((stage) => stage.iommus.detach(stage.device)),
  set_gcr3: set(0),
  set_gcr3_replace: set(replacedBy),
  set_gcr3_two_iommus: set(0),
  clear_gcr3: cleared,
  clear_gcr3_again: cleared,
  clear_gcr3_no_table: cleared,
  clear_gcr3_two_iommus: cleared,
  flush_tlb: flushed,
  flush_page: returning((stage, line) =>
    stage.iommus.flushPage(stage.domain, numberOf(line, 'pasid'), numberOf(line, 'address')),
  ),
  command_buffer_wrap: flushed,
  complete_ppr: answered,
  domain_enable_v2: enabled,
  domain_update_two_iommus: returning((stage) => stage.iommus.updateDomain(stage.domain)),
  completion_wait_nothing_queued: returning((stage) => stage.iommus.flushes.completeOn([0])),
  poll_ppr_log: polled,
};
