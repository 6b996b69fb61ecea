/** One line of a sequences file, checked; errors name file, line and key. */
import { isObject, type JsonObject, malformed, type NumberedLine, wideNumber } from '../json-lines.js';
import type { SequenceLine, SequenceRegion, SequenceStep } from '../sequence-model.js';

const units: readonly string[] = ['vtd', 'smmuv3', 'amd'];

/** What a step of each kind must have, so that a comparison never meets a hole. */
const requiredKeys: Readonly<Record<string, readonly string[]>> = {
  mmio_write: ['offset', 'width', 'value'],
  mmio_read: ['offset', 'width', 'value'],
  mem_write: ['phys', 'value'],
  iq_desc: ['index', 'qwords'],
  cmd: ['qwords'],
  wait: [],
  barrier: [],
  clflush: ['phys', 'size'],
  pci: ['what'],
  software: ['what'],
};
const numericKeys: readonly string[] = ['offset', 'width', 'value', 'phys', 'index', 'size', 'iommu', 'cons'];

/** @throws {MalformedLineError} naming file, line and key. */
export function sequenceLine(file: string, { number, value }: NumberedLine): SequenceLine {
  const fail = (what: string): Error => malformed(file, number, what);
  const text = (key: string): string => {
    const found = value[key];
    if (typeof found !== 'string' || found === '') throw fail(`"${key}" must be a string`);
    return found;
  };
  const unit = text('unit');
  if (!isUnit(unit)) throw fail(`"unit" must be one of ${units.join(', ')}`);
  const step = value['step'];
  if (typeof step !== 'number' || !Number.isSafeInteger(step) || step < 0) throw fail('"step" must be a number');
  const config = value['config'];
  if (!isObject(config)) throw fail('"config" must be an object');
  const initial = value['initial'];
  if (!isObject(initial)) throw fail('"initial" must be an object');
  return {
    unit,
    operation: text('operation'),
    chain: text('chain'),
    step,
    config,
    regions: list(value, 'regions', fail).map((region, index) => checkedRegion(region, index, fail)),
    initial: checkedInitial(initial, fail),
    steps: list(value, 'steps', fail).map((entry, index) => checkedStep(entry, index, fail)),
    source: typeof value['source'] === 'string' ? value['source'] : '',
  };
}

const isUnit = (unit: string): unit is SequenceLine['unit'] => units.includes(unit);

function list(value: JsonObject, key: string, fail: (what: string) => Error): readonly unknown[] {
  const found = value[key];
  if (!Array.isArray(found)) throw fail(`"${key}" must be a list`);
  return found;
}

function checkedRegion(region: unknown, index: number, fail: (what: string) => Error): SequenceRegion {
  if (isObject(region)) {
    const { name, phys, size } = region as Partial<Record<string, unknown>>;
    if (
      typeof name === 'string' &&
      typeof phys === 'string' &&
      wideNumber(phys) !== undefined &&
      typeof size === 'number'
    ) {
      return { name, phys, size };
    }
  }
  throw fail(`"regions"[${String(index)}] must have name, phys (hex) and size`);
}

function checkedInitial(initial: JsonObject, fail: (what: string) => Error): SequenceLine['initial'] {
  const { queue, memory } = initial as Partial<Record<string, unknown>>;
  if (queue !== undefined && !isObject(queue)) throw fail('"initial.queue" must be an object');
  if (memory !== undefined && !Array.isArray(memory)) throw fail('"initial.memory" must be a list');
  for (const [index, word] of (memory ?? []).entries()) {
    const readable =
      isObject(word) && wideNumber(word['phys']) !== undefined && wideNumber(word['value']) !== undefined;
    if (!readable) throw fail(`"initial.memory"[${String(index)}] must have phys and value`);
  }
  return initial;
}

function checkedStep(entry: unknown, index: number, fail: (what: string) => Error): SequenceStep {
  const where = `"steps"[${String(index)}]`;
  if (!isObject(entry) || typeof entry['op'] !== 'string') throw fail(`${where} must be an object with "op"`);
  const required = requiredKeys[entry['op']];
  if (required === undefined) throw fail(`${where}: unknown op "${entry['op']}"`);
  for (const key of required) if (!(key in entry)) throw fail(`${where}: ${entry['op']} has no "${key}"`);
  for (const key of numericKeys) {
    if (key in entry && wideNumber(entry[key]) === undefined)
      throw fail(`${where}: "${key}" is not a number or hex string`);
  }
  if ('qwords' in entry) {
    const words: unknown = entry['qwords'];
    if (!Array.isArray(words) || words.length > 4 || words.some((word) => wideNumber(word) === undefined)) {
      throw fail(`${where}: "qwords" must be a list of at most 4 hex words`);
    }
  }
  return entry as SequenceStep;
}

/** True for an object that has the keys of a sequence line. */
export function looksLikeSequence(value: JsonObject): boolean {
  return 'operation' in value && 'steps' in value;
}
