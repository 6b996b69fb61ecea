// A generated series of 20 patches, and a mailbox of 32,000 mails that is searched for one series.
import { closeSync, mkdtempSync, openSync, writeSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../dist/tools/cli/main.js', import.meta.url));
const pintle = (...args) => ({ argv: [process.execPath, main, ...args], exits: [0, 1, 3] });
const day = (seconds) => new Date(Date.UTC(2026, 10, 2) + seconds * 1000).toUTCString().replace('GMT', '+0000');

function mail({ subject, id, to, seconds, body }) {
  const answers = to === undefined ? '' : `In-Reply-To: <${to}>\nReferences: <${to}>\n`;
  const head = `From: Robin Ashe <robin@example.org>\nDate: ${day(seconds)}\nSubject: ${subject}\nMessage-Id: <${id}>\n`;
  return `From mboxrd@z Thu Jan  1 00:00:00 1970\n${head}${answers}\n${body}\n`;
}

/** Each patch changes a header and moves the callers of four drivers. */
export function seriesText(patches, tag, seconds) {
  let text = mail({
    subject: `[PATCH 0/${patches}] ${tag}: number things`,
    id: `${tag}-0@example.org`,
    seconds,
    body: 'All of it.\n',
  });
  for (let number = 1; number <= patches; number += 1) {
    const at = number * 20;
    const hunk = (line, was, is) =>
      `@@ -${line},7 +${line},7 @@ static int use_${number}(void)\n a_${line}();\n b_${line}();\n c_${line}();\n-${was}\n+${is}\n d_${line}();\n e_${line}();\n f_${line}();\n`;
    const file = (name, hunks) =>
      `diff --git a/${name} b/${name}\nindex 1111111..2222222 100644\n--- a/${name}\n+++ b/${name}\n${hunks}`;
    let body = `Thing ${number} gets a kind.\n\nSigned-off-by: Robin Ashe <robin@example.org>\n---\n`;
    body += file(
      'include/linux/thing.h',
      `@@ -${at},3 +${at},3 @@\n \n-int thing_take_${number}(int a);\n+int thing_take_${number}(int a, int kind);\n \n`,
    );
    for (let driver = 0; driver < 4; driver += 1) {
      let hunks = '';
      for (let use = 0; use < 5; use += 1)
        hunks += hunk(
          at * 10 + use * 30,
          `\tret = thing_take_${number}(${use});`,
          `\tret = thing_take_${number}(${use}, KIND);`,
        );
      body += file(`drivers/d${driver}.c`, hunks);
    }
    text += mail({
      subject: `[PATCH ${number}/${patches}] ${tag}: kind of thing ${number}`,
      id: `${tag}-${number}@example.org`,
      to: `${tag}-0@example.org`,
      seconds: seconds + number,
      body: `${body}-- \n2\n`,
    });
  }
  return text;
}

const folder = () => mkdtempSync(join(tmpdir(), 'pintle-bench-mail-'));

function series(patches) {
  const path = join(folder(), 'series.mbx');
  writeFileSync(path, seriesText(patches, 'one', 0));
  return path;
}

/** About 160 MB; the series that is asked for is the last but one. */
function mailbox(mails) {
  const path = join(folder(), 'list.mbx');
  const file = openSync(path, 'w');
  const prose = 'Words of a discussion that goes on, with lines of the usual length in it.\n'.repeat(60);
  for (let number = 0; number < mails; number += 1) {
    writeSync(
      file,
      mail({
        subject: `Re: talk ${number % 900}`,
        id: `talk-${number}@example.org`,
        to: `talk-${number - (number % 40)}@example.org`,
        seconds: number,
        body: prose,
      }),
    );
  }
  writeSync(file, seriesText(20, 'wanted', mails));
  writeSync(file, seriesText(3, 'other', mails + 100));
  closeSync(file);
  return path;
}

let made;

export const rows = [
  {
    side: 'tools',
    name: 'review of a generated series of 20 patches, no base tree',
    unit: 'ms',
    target: { most: 1000 },
    reference: { of: 'b4 check budget', median: 2000 },
    command: () => pintle('review', (made ??= series(20)), '--fail-on', 'never'),
  },
  {
    side: 'tools',
    name: 'one series out of a mailbox of 32,000 mails (160 MB)',
    unit: 'ms',
    target: { most: 3200 },
    note: 'the target is 50 MB/s and 200 MB of memory; the review of the series is in it',
    command: () =>
      pintle('review', (made ??= mailbox(32_000)), '--series', 'wanted: number things', '--fail-on', 'never'),
  },
];
