import type { IoasidV1 } from './api.js';
import { DecisionBook } from './decisions.js';
import type { DecisionId, Profile } from './decisions.js';
import { DisabledKernel } from './disabled.js';
import { BaseKernel } from './kernel-base.js';
import { ExtendedKernel } from './kernel-extended.js';
import type { Machine } from './machine.js';
import type { IoasidV1Snapshot } from './snapshot.js';

/** One booted instance, with a window for tests. */
export interface IoasidV1Kernel extends IoasidV1 {
  /** What is inside, as plain data. */
  inspect(): IoasidV1Snapshot;
}

export interface IoasidV1Options {
  /** The base allocator of mainline 6.1 instead of the extension series. */
  readonly base?: boolean;
  /** Defects of the posted code: kept, decided (the default), or decided one by one. */
  readonly profile?: Profile;
  /** Told of each decision at the moment it makes a difference. */
  readonly onDecision?: (id: DecisionId) => void;
}

function create(machine: Machine, options: IoasidV1Options = {}): IoasidV1Kernel {
  const decisions = new DecisionBook(options.profile ?? 'decided', options.onDecision ?? null);
  return options.base ? new BaseKernel(machine, decisions) : new ExtendedKernel(machine, decisions);
}

/**
 * Boots the old API on a machine; instances share nothing. `createIoasidV1.disabled()` is a kernel built without it.
 */
export const createIoasidV1 = Object.assign(create, {
  disabled: (): IoasidV1Kernel => new DisabledKernel(),
});
