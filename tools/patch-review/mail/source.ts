/** Where mails come from: a mailbox, a single mail, a maildir, a folder of format-patch files, bytes at hand. */
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ReviewInputError } from '../errors.js';
import { limits } from '../limits.js';
import { gunzip, isGzip } from './gunzip.js';
import { MboxScanner } from './mbox-scanner.js';
import type { RawMail } from './model.js';

/** One run of bytes that holds mails; can be read more than once. */
export interface MailFile {
  /** As the user named it. */
  readonly name: string;
  readonly open: () => AsyncIterable<Uint8Array>;
}

const mailNames = /\.(?:patch|diff|eml|mail|mbox|mbx)(?:\.gz)?$/i;

/** Mail files behind a path: the file, the mails of a maildir, or the mail files of a folder, by name. */
export function mailFiles(path: string, shown: string): MailFile[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new ReviewInputError(`${shown}: no such file or folder; name a mailbox, a folder, a git range or -`);
  }
  if (!stat.isDirectory()) return [fileAt(path, shown)];
  const entries = readdirSync(path).sort();
  if (entries.includes('cur') && entries.includes('new')) {
    return ['cur', 'new'].flatMap((folder) =>
      readdirSync(join(path, folder))
        .filter((name) => !name.startsWith('.'))
        .sort()
        .map((name) => fileAt(join(path, folder, name), `${shown}/${folder}/${name}`)),
    );
  }
  const mails = entries.filter((name) => mailNames.test(name) && statSync(join(path, name)).isFile());
  if (mails.length === 0) {
    throw new ReviewInputError(`${shown}: no mail in this folder; expected *.patch, *.eml, *.mbox or a maildir`);
  }
  return mails.map((name) => fileAt(join(path, name), `${shown.replace(/\/+$/, '')}/${name}`));
}

/** Bytes at hand as a mail file. */
export function bytesAsFile(name: string, bytes: Uint8Array): MailFile {
  return {
    name,
    open: async function* () {
      for (let at = 0; at < bytes.length; at += 1 << 20) {
        yield await Promise.resolve(bytes.subarray(at, at + (1 << 20)));
      }
    },
  };
}

function fileAt(path: string, name: string): MailFile {
  return { name, open: () => createReadStream(path, { highWaterMark: 1 << 20 }) };
}

/** Gives every mail of the files to `sink`, in order; the bytes are valid during the call only. Returns how many. */
export async function scanMails(files: readonly MailFile[], sink: (mail: RawMail) => void): Promise<number> {
  let index = 0;
  for (const file of files) {
    const scanner = new MboxScanner((mail) => sink({ ...mail, index: index++, file: file.name }));
    try {
      for await (const chunk of unpacked(file)) scanner.push(chunk);
    } catch (error) {
      if (error instanceof ReviewInputError) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw new ReviewInputError(`${file.name}: cannot be read (${why})`, { cause: error });
    }
    scanner.end();
  }
  return index;
}

async function* unpacked(file: MailFile): AsyncGenerator<Uint8Array> {
  const chunks = file.open()[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true) return;
  const all = async function* (): AsyncGenerator<Uint8Array> {
    yield first.value;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
  };
  yield* isGzip(first.value) ? gunzip(all(), file.name) : all();
}

/** Largest mail, for the sentence about a mail that was cut. */
export const largestMail = `${limits.mailBytes / 1024 / 1024} MiB`;
