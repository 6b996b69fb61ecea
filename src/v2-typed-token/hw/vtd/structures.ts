import type { Layout, Structure } from '../layout.js';
import type { StructureEncoder, StructureTable } from '../structure-table.js';
import { highHalf, lowHalf } from '../word64.js';
import { descriptors } from './descriptors.js';
import { contextEntry, directoryEntry, pasidEntry, rootEntry } from './entries.js';
import {
  capability,
  completionStatusRegister,
  extendedCapability,
  faultStatusRegister,
  globalCommandRegister,
  globalStatusRegister,
  invalidationQueueAddress,
  pageEventControlRegister,
  pageRequest,
  pageRequestQueueAddress,
  pageRequestStatusRegister,
  pointerRegisters,
  queueError,
  rootTableAddress,
} from './registers.js';
import { vcmdGenerations, virtualCommandCapability } from './virtual-command-layout.js';

const as =
  <L extends Layout>(structure: Structure<L>): StructureEncoder =>
  (inputs) =>
    structure.encodeInputs(inputs);

/** First two words of a descriptor, for a queue of 128-bit entries. */
const narrow =
  <L extends Layout>(structure: Structure<L>): StructureEncoder =>
  (inputs) =>
    structure.encodeInputs(inputs).slice(0, 4);

/** The driver shifts in 32 bits, so PASID bits 19:16 fall off. */
const command: StructureEncoder = (inputs, quirk) => {
  const pasid = inputs['PASID'];
  if (!quirk || pasid === undefined) return vcmdGenerations.current.command.encodeInputs(inputs);
  vcmdGenerations.current.command.encodeInputs(inputs);
  return vcmdGenerations.current.command.encodeInputs({
    ...inputs,
    PASID: { lo: lowHalf(pasid) & 0xffff, hi: highHalf(pasid) },
  });
};

const registers = [
  capability,
  extendedCapability,
  globalCommandRegister,
  globalStatusRegister,
  rootTableAddress,
  faultStatusRegister,
  invalidationQueueAddress,
  completionStatusRegister,
  queueError,
  ...pointerRegisters,
  pageRequestQueueAddress,
  pageRequestStatusRegister,
  pageEventControlRegister,
  virtualCommandCapability,
] as const;

/** VT-d structures by the name that golden files use; what hardware writes is the simulated device's own encoding. */
export const vtdStructures: StructureTable = {
  'root_entry.scalable': as(rootEntry),
  'context_entry.scalable': as(contextEntry),
  pasid_dir_entry: as(directoryEntry),
  pasid_table_entry: as(pasidEntry),
  'pasid_table_entry.cleared': as(pasidEntry),
  'pasid_table_entry.first_stage': as(pasidEntry),
  'pasid_table_entry.second_stage': as(pasidEntry),
  'pasid_table_entry.nested': as(pasidEntry),
  'pasid_table_entry.pass_through': as(pasidEntry),
  ...Object.fromEntries(Object.values(descriptors).map((one) => [one.name, as<Layout>(one)])),
  ...Object.fromEntries(Object.values(descriptors).map((one) => [`${one.name}.128`, narrow<Layout>(one)])),
  'prq.page_request': as(pageRequest),
  ...Object.fromEntries(registers.map((one) => [one.name, as<Layout>(one)])),
  'vcmd.command': command,
  'vcmd.command.old': as(vcmdGenerations.old.command),
  'vcrsp.response': as(vcmdGenerations.current.response),
  'vcrsp.response.old': as(vcmdGenerations.old.response),
};
