/** What does not compile: each expectation fails the type check of the tests when the compiler lets it pass. */
import { describe, expect, it } from 'vitest';
import {
  AllocatorData,
  anyToken,
  createIoasidV2,
  createMachine,
  declareTokenKind,
  ioasid,
  MmStruct,
  mmToken,
  noToken,
  ownToken,
  PrivateData,
  type IoasidAllocatorOps,
  type IoasidSet,
  type IoasidV2,
  type NotificationData,
  type SetToken,
} from './index.js';

/** Bodies are compiled and never run. */
function compiled(bodies: Readonly<Record<string, (api: IoasidV2, set: IoasidSet) => unknown>>): void {
  it.each(Object.keys(bodies))('%s', (name) => expect(bodies[name]).toBeTypeOf('function'));
}

class ComputeProcess {
  readonly #process = true;
  get open(): boolean {
    return this.#process;
  }
}
const range = { min: 1, max: 9 };

describe('the five pointers are five types', () => {
  compiled({
    'a token is no private data'(api, set) {
      // @ts-expect-error -- an mm is not private data
      return api.ioasidAlloc(set, range, new MmStruct('A'));
    },
    'private data is no mm'(api, set) {
      // @ts-expect-error -- private data is not an mm
      return api.ioasidAllocMm(set, range, new PrivateData());
    },
    'private data is no token'() {
      // @ts-expect-error -- private data is not an mm
      return mmToken(new PrivateData());
    },
    'an object of equal shape is no mm'() {
      // @ts-expect-error -- an mm is made by its class only
      return mmToken({ name: 'A' });
    },
    'data of an allocator is no private data'(api) {
      // @ts-expect-error -- the allocator's data is not the id's
      return api.ioasidAttachData(ioasid(1), new AllocatorData());
    },
    'private data is no data of an allocator'() {
      // @ts-expect-error -- the id's data is not the allocator's
      const ops: IoasidAllocatorOps = { alloc: () => null, free: () => undefined, data: new PrivateData() };
      return ops;
    },
    'what a notification carries is no private data'(api, _set) {
      const data = undefined as unknown as NotificationData;
      // @ts-expect-error -- a view of the data, which is asked for it
      return api.ioasidAttachData(ioasid(1), data);
    },
    'a set is no token'(_api, set) {
      // @ts-expect-error -- the set pointer is not its own token here
      return mmToken(set);
    },
    'a token is no set'(api) {
      // @ts-expect-error -- an mm is not a set
      return api.ioasidAlloc(new MmStruct('A'), range);
    },
    'a null is no mm'() {
      // @ts-expect-error -- a set of a process has a process
      return mmToken(null);
    },
  });
});

describe('a token says what kind it is', () => {
  const kind = declareTokenKind<ComputeProcess>('compute');
  compiled({
    'an own kind takes its own class'() {
      // @ts-expect-error -- an mm is no compute process
      return ownToken(kind, new MmStruct('A'));
    },
    'a look-up compares a kind with its class'(api) {
      // @ts-expect-error -- this kind's tokens are compute processes
      return api.ioasidFindSetByToken(kind, new MmStruct('A'));
    },
    'a look-up by mm takes an mm'(api) {
      // @ts-expect-error -- the kind is mm
      return api.ioasidFindSetByToken('mm', new ComputeProcess());
    },
    'a set is not made of a bare object'(api) {
      // @ts-expect-error -- the kind is not stated
      return api.ioasidAllocSet(new MmStruct('A'), 4);
    },
    'a token is read by its kind'(api, set) {
      const token: SetToken = api.ioasidSetToken(set);
      // @ts-expect-error -- only an mm token has an mm
      return token.mm;
    },
  });

  it('and keeps it', () => {
    expect([noToken, anyToken({}), ownToken(kind, new ComputeProcess())].map((token) => token.kind)).toEqual([
      'none',
      'any',
      'own',
    ]);
  });
});

describe('a result is looked at', () => {
  compiled({
    'before its value is read'(api, set) {
      // @ts-expect-error -- there may be none
      return api.ioasidAlloc(set, range).value;
    },
    'before it is used as what it may hold'(api, set) {
      const id = api.ioasidAlloc(set, range);
      // @ts-expect-error -- a result is no id
      return api.ioasidFree(set, id);
    },
    'before a set is taken out of it'(api) {
      // @ts-expect-error -- a result is no set
      return api.ioasidSetPut(api.ioasidAllocSet(noToken, 4));
    },
    'and its error is read only when there is one'(api, set) {
      const id = api.ioasidAlloc(set, range);
      // @ts-expect-error -- it may have gone well
      return id.error.code;
    },
    'and a bare number is no id'(api, set) {
      // @ts-expect-error -- made by `ioasid` or told by `pasidValid`
      return api.ioasidFree(set, 7);
    },
  });

  it('and a number becomes an id by a test', () => {
    const api = createIoasidV2(createMachine());
    const number = 7 as number;
    expect(api.pasidValid(number) && api.ioasidFind(null, number).ok).toBe(false);
    expect([0xffff_ffff, -1, 1.5].map((bad) => api.pasidValid(bad))).toEqual([false, false, false]);
    expect(() => ioasid(0xffff_ffff)).toThrow(RangeError);
  });
});
