/** The statements of `walls.types.ts` compile, and each stops compiling when the side it is about changes. */
import { describe, expect, it } from 'vitest';
import { diagnosticsWith } from './project.test-kit.js';

const walls = 'test/types/walls.types.ts';
const v1Bus = 'src/v1-void-token/hw/bus.ts';
const v2Bus = 'src/v2-typed-token/hw/bus.ts';
const v1Api = 'src/v1-void-token/api.ts';
const pointers = 'src/v2-typed-token/pointers.ts';

describe('what the witnesses show', () => {
  it('fits what is known about them', () => {
    expect(diagnosticsWith([walls])).toEqual([]);
  });

  it.each([
    ['the old bus drops its answer', v1Bus, /\btrace\(/, 'finishedTrace('],
    ['the new bus drops its answer', v2Bus, /\btrace\(/, 'finishedTrace('],
    ['the old token gets a type', v1Api, /ioasidAllocSet\(token: unknown/, 'ioasidAllocSet(token: object'],
    ['an mm is a token as it is', pointers, /export type SetToken =/, 'export type SetToken = MmStruct |'],
  ])('does not fit any more when %s', (_, file, from, to) => {
    expect(diagnosticsWith([walls], { [file]: (text) => text.replace(from, to) })).not.toEqual([]);
  });
});
