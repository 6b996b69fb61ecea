/** Old callers, unmodified, on the new engine. That every call is there is proven by the return type. */
import {
  Errno,
  ErrPtr,
  INVALID_IOASID,
  IOASID_FREE,
  type Ioasid as OldId,
  type IoasidNbArgs,
  type IoasidNotifyCmd,
  type IoasidV1,
} from '../../v1-void-token/index.js';
import type { Ioasid, IoasidV2, Result } from '../../v2-typed-token/index.js';
import { errnoOf, errPtrOf } from './errno.js';
import { LegacyAllocators } from './legacy-allocators.js';
import { LegacyChain } from './legacy-chain.js';
import { unwrapData, wrapData } from './legacy-pointers.js';
import type { LegacySet } from './legacy-sets.js';
import { LegacySets, legacyToken } from './legacy-sets.js';

/** Owner of the host's set, as the old core has one of its own. */
const systemToken = { name: 'system' };

/** An `IoasidV1` whose ids, sets and events live in `v2`. */
export function v1OverV2(v2: IoasidV2): IoasidV1 {
  const sets = new LegacySets();
  const owners = new Map<OldId, LegacySet>();
  const chain = new LegacyChain();
  const allocators = new LegacyAllocators();
  let installed = false;

  const argsOf = (id: OldId): IoasidNbArgs => {
    const set = owners.get(id) ?? null;
    const found = v2.ioasidFind(null, id as Ioasid);
    return { id, set, setToken: set?.token ?? null, pdata: found.ok ? unwrapData(found.value) : null };
  };
  v2.ioasidRegisterNotifier(null, {
    priority: 'last',
    notifierCall: ({ event, id }) => {
      if (event === 'free' && id !== null) chain.call(IOASID_FREE, argsOf(id));
      return 'done';
    },
  });

  const forget = (set: LegacySet) => {
    for (const [id, owner] of owners) if (owner === set) owners.delete(id);
  };
  const allocSet = (token: unknown, quota: number): LegacySet | ErrPtr => {
    // The old core has no id to give before a capacity is installed.
    if (!installed) return new ErrPtr(Errno.ENOSPC);
    const made = v2.ioasidAllocSet(legacyToken(token), quota);
    return made.ok ? sets.add(token, made.value) : errPtrOf(made.error);
  };

  return {
    ioasidInstallCapacity(total) {
      if (installed) return;
      installed = v2.ioasidInstallCapacity(total).ok && total > 0;
    },
    ioasidAllocSet: allocSet,
    ioasidAllocSystemSet: (quota) => allocSet(systemToken, quota),
    ioasidFreeSet(set, destroy) {
      const living = sets.living(set);
      if (living === undefined) return;
      if (destroy) {
        v2.ioasidSetPut(living.set);
        sets.remove(living);
      } else {
        const ids: Ioasid[] = [];
        v2.ioasidSetForEachIoasid(living.set, (id) => ids.push(id));
        for (const id of ids) v2.ioasidFree(living.set, id);
      }
      forget(living);
    },
    ioasidAdjustSet(set, quota) {
      const living = sets.living(set);
      return living === undefined ? -Errno.EINVAL : zeroOrErrno(v2.ioasidAdjustSet(living.set, quota));
    },
    ioasidFindSet: (id) => owners.get(id) ?? new ErrPtr(Errno.ENOENT),
    ioasidFindSetByToken: (token) => sets.findByToken(token),
    ioasidAlloc(set, min, max, priv) {
      const living = sets.living(set);
      if (living === undefined) return INVALID_IOASID;
      const made = v2.ioasidAlloc(living.set, { min, max }, wrapData(priv));
      if (!made.ok) return INVALID_IOASID;
      owners.set(made.value, living);
      return made.value;
    },
    ioasidFree(id) {
      const owner = owners.get(id);
      if (owner === undefined) return;
      v2.ioasidFree(owner.set, id as Ioasid);
      owners.delete(id);
    },
    ioasidFind(set, id, getter) {
      const living = set === null ? null : sets.living(set);
      if (living === undefined) return owners.has(id) ? new ErrPtr(Errno.EACCES) : new ErrPtr(Errno.ENOENT);
      const ask =
        getter === null || getter === undefined
          ? undefined
          : (data: Parameters<typeof unwrapData>[0]) => getter(unwrapData(data));
      const found = v2.ioasidFind(living === null ? null : living.set, id as Ioasid, ask);
      return found.ok ? unwrapData(found.value) : errPtrOf(found.error);
    },
    ioasidAttachData(id, priv) {
      const data = wrapData(priv);
      if (data !== null) return zeroOrErrno(v2.ioasidAttachData(id as Ioasid, data));
      if (!v2.ioasidFind(null, id as Ioasid).ok) return -Errno.ENOENT;
      // Clearing what is clear already is no error in the old version.
      v2.ioasidDetachData(id as Ioasid);
      return 0;
    },
    ioasidRegisterAllocator: (ops) => zeroOrErrno(v2.ioasidRegisterAllocator(allocators.wrap(ops))),
    ioasidUnregisterAllocator(ops) {
      v2.ioasidUnregisterAllocator(allocators.wrap(ops));
    },
    ioasidAddNotifier(nb) {
      chain.add(nb);
      return 0;
    },
    ioasidRemoveNotifier: (nb) => chain.remove(nb),
    ioasidNotify(id, cmd: IoasidNotifyCmd) {
      return owners.has(id) ? chain.call(cmd, argsOf(id)) : -Errno.EINVAL;
    },
    pasidValid: (id) => v2.pasidValid(id),
  };
}

function zeroOrErrno(result: Result<void>): number {
  return result.ok ? 0 : -errnoOf(result.error);
}
