import { rmSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type WatchEvent, watchPaths } from '../../tools/call-sites/typescript/watch.js';
import { shelfPair } from './shelf-pair.js';
import { makeProject, ts } from './testing/project.js';

const clean = ts`
  import type { ShelfOld } from '../shelf/old.js';
  export const go = (shelf: ShelfOld): boolean => shelf.setNote(1, {}) === 0;
`;
const bad = clean.replace(' === 0', ' as never');

it('checks a file again when it changes, and when it goes', async () => {
  const project = makeProject({ 'src/a.ts': clean, 'src/b.ts': clean });
  const stop = new AbortController();
  const events: WatchEvent[] = [];
  const waiting: ((event: WatchEvent) => void)[] = [];
  const next = () => new Promise<WatchEvent>((resolve) => waiting.push(resolve));
  const done = watchPaths(
    [project.path('src')],
    shelfPair,
    { cwd: project.folder },
    (event) => {
      events.push(event);
      waiting.shift()?.(event);
    },
    stop.signal,
  );
  await new Promise((resolve) => setTimeout(resolve, 300));

  let event = next();
  writeFileSync(
    project.path('src/a.ts'),
    bad.replace('boolean', 'void').replace(' as never', ';').replace('=> shelf', '=> { shelf').replace(';;', '; };'),
  );
  expect(await event).toMatchObject({ file: 'src/a.ts', findings: [{ type: 'FAILURE_UNSEEN', line: 2 }] });

  event = next();
  writeFileSync(project.path('src/a.ts'), clean);
  expect(await event).toMatchObject({ file: 'src/a.ts', findings: [] });

  event = next();
  rmSync(project.path('src/b.ts'));
  expect(await event).toMatchObject({ file: 'src/b.ts', findings: [], notRead: [] });

  stop.abort();
  await done;
  expect(events.every(({ file }) => file.startsWith('src/'))).toBe(true);
});
