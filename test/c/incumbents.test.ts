/** Code on which other tools lose calls, invent them, or write text that does not compile. */
import { describe, expect, it } from 'vitest';
import { changedLines, check, fixtures, migrate, places } from './reading.js';

async function both(file: string) {
  const path = `incumbents/${file}`;
  const report = await check([path], fixtures);
  const moved = await migrate([path], fixtures);
  return {
    found: places(report).map((place) => place.replace('incumbents/', '')),
    notRead: report.notRead.map(({ line, symbol }) => `${line} ${symbol}`),
    lines: moved.rewrites.flatMap(changedLines).map((line) => line.trim()),
    after: moved.rewrites[0]?.after ?? '',
    notDone: moved.notDone.map(({ line, reason }) => `${line} ${reason}`),
  };
}

describe('the preprocessor', () => {
  it('leaves a call alone that has a conditional between its arguments, and says so', async () => {
    const { lines, notRead, notDone } = await both('split-arguments.c');
    expect(lines).toEqual([]);
    expect(notRead).toEqual([]);
    expect(notDone).toEqual(['5 a line of the preprocessor stands inside of the call']);
  });

  it('reads functions that a conditional splits', async () => {
    const { found, after } = await both('split-function.c');
    expect(found).toEqual([
      'split-function.c:10 OWNER_UNCHECKED ioasid_free',
      'split-function.c:21 OWNER_UNCHECKED ioasid_free',
    ]);
    expect(after.match(/ioasid_free\(set, id\);/g)).toHaveLength(2);
  });

  it('reads and moves calls in the bodies of macros', async () => {
    const { found, lines, notDone } = await both('macros.c');
    expect(found).toEqual(['macros.c:6 OWNER_UNCHECKED ioasid_free']);
    expect(lines).toEqual([
      '#define DROP_DATA(id) ioasid_detach_data(id)',
      '#define WATCH(nb) ioasid_register_notifier(NULL, &(nb)->block)',
    ]);
    expect(notDone).toEqual(['6 which set owns the id?', '9 the function is handed on without a call']);
  });

  it('reads macros that begin a function or a loop, old parameter lists, types among arguments', async () => {
    const { found, lines } = await both('old-style.c');
    expect(found).toEqual([
      'old-style.c:3 STATIC_SET DECLARE_IOASID_SET',
      'old-style.c:7 OWNER_UNCHECKED ioasid_free',
      'old-style.c:18 OWNER_UNCHECKED ioasid_free',
      'old-style.c:20 ERROR_UNCHECKED ioasid_alloc',
    ]);
    expect(lines).toEqual(['ioasid_free(set, container_of(waiter, struct user, waiter)->id);']);
  });
});

describe('broken text', () => {
  it('names the call that it cannot read and reads the function after it', async () => {
    const { found, notRead, lines } = await both('unparsable.c');
    expect(notRead).toEqual(['6 ioasid_free']);
    expect(found).toEqual(['unparsable.c:12 OWNER_UNCHECKED ioasid_free']);
    expect(lines).toEqual(['ioasid_free(set, id);']);
  });
});

describe('names', () => {
  it('knows parameters, locals and members that only have the same name', async () => {
    const { found, notDone } = await both('shadowed.c');
    expect(found).toEqual(['shadowed.c:28 OWNER_UNCHECKED ioasid_free']);
    expect(notDone).toEqual(['28 which set owns the id?']);
  });

  it('knows a static function of the file', async () => {
    expect(await both('own-static.c')).toEqual({ found: [], notRead: [], lines: [], after: '', notDone: [] });
  });

  it('sees a callee in parentheses', async () => {
    const { found, lines } = await both('parenthesised.c');
    expect(found).toEqual(['parenthesised.c:5 OWNER_UNCHECKED ioasid_free']);
    expect(lines).toEqual(['(ioasid_free)(set, id);']);
  });

  it('lists where the address is taken of a function that changes, and not where it does not', async () => {
    const { lines, notDone } = await both('address.c');
    expect(lines).toEqual([]);
    expect(notDone).toEqual([7, 12, 13].map((line) => `${line} the function is handed on without a call`));
  });

  it('refuses a call of another arity', async () => {
    const { lines, notDone } = await both('arity.c');
    expect(lines).toEqual([]);
    expect(notDone).toEqual(['5 it is called with 4 arguments, where 2 are declared']);
  });
});

describe('style', () => {
  it('keeps comments between arguments', async () => {
    const { lines } = await both('comments.c');
    expect(lines).toEqual([
      '*out = ioasid_alloc_set(/* owner */ mm, /* a handful */ 8 /* ids */,',
      'IOASID_SET_TYPE_MM);',
      'return ioasid_register_notifier(NULL, /* all events */ nb);',
      'ioasid_set_put(set /* ours */);',
    ]);
  });

  it('breaks a line that it makes too long under the bracket, and no other', async () => {
    const { after } = await both('lines.c');
    expect(after).toContain(
      '\towner->set = ioasid_alloc_set(address_space_of_guest, OWNER_QUOTA_OF_IDS,\n\t\t\t\t      IOASID_SET_TYPE_MM);\n',
    );
    expect(after).toContain('OWNER_QUOTA_OF_IDS, IOASID_SET_TYPE_MM); /* already far too long */\n');
    expect(after).toContain('\t\t\t\t\tOWNER_QUOTA_OF_IDS, IOASID_SET_TYPE_MM);\n');
    expect(after).toContain('\treturn ioasid_detach_data(owner->some_id_with_a_long_name);\n');
  });

  it('reads headers without being told', async () => {
    const { lines } = await both('inline.h');
    expect(lines).toEqual(['ioasid_free(set, id);']);
  });
});
