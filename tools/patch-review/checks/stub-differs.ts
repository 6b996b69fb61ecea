import { declarationsOf } from '../code/declarations.js';
import { byName, shapeChange } from '../delta/header-delta.js';
import type { Check } from './check.js';
import { isHeader } from './check.js';

/** A caller that builds with the option on does not build with it off. */
export const stubDiffers: Check = {
  id: 'stub-differs',
  level: 'error',
  certainty: 'certain',
  why: 'Callers are written against the declaration; a kernel that is built without the option gets the stub.',
  looksAt: isHeader,
  find: (source) =>
    [...byName(declarationsOf(source))].flatMap(([name, { main, stub }]) => {
      if (stub === null || stub.kind !== 'function' || main.kind !== 'function' || shapeChange(main, stub) === null)
        return [];
      const message = `the stub is "${stub.signature}", the declaration is "${main.signature}"`;
      return [{ line: stub.line, symbol: name, message }];
    }),
};
