/** Front door of the third reader: tables, decoder, monitors. Written from the references, never from a witness. */
export { registersOf, structures, vectorName, type VectorName } from './catalog.js';
export { decodeTrace, platformOf, TraceDecoder, type DecodeOptions } from './decode-trace.js';
export type { HwEffect, HwEffectKind, Place, Platform, QueueEffect, RegisterEffect, StoreEffect } from './effect.js';
export { effectText } from './effect-text.js';
export { bitRange, type BitRun, type Field, fieldMask, readField, valueText, writeField } from './field.js';
export type { MonitorFinding, MonitorRule } from './monitors/finding.js';
export { SpecMonitors, type MonitorOptions } from './monitors/monitors.js';
export type { Register } from './register.js';
export {
  type Decoded,
  type DecodedField,
  decodeWords,
  encodeInputs,
  hasFixedValues,
  type Inputs,
  type Structure,
  type Unit,
  unnamedBits,
} from './structure.js';
export { type BusTrace, type RecordedBus, regionUses, softwareSteps, traceKinds, wordsPerRecord } from './trace.js';
export { TraceWriter, type TraceEntry } from './trace-writer.js';
