/**
 * Splits a stream of bytes into mails without holding more than one of them.
 *
 * All forms of mbox have one thing in common: a line `From SENDER ... TIME ... YEAR` before each mail. A line of a body can
 * look like that, so it must also stand after an empty line (or be git's own, whose time never changes) and be followed
 * by a header.
 */
import { limits } from '../limits.js';
import type { RawMail } from './model.js';

const newline = 0x0a;
const carriageReturn = 0x0d;
const separator = /^From \S+ .*\d\d:\d\d(?::\d\d)?\b.*\d{4}/;
const gitTime = /^From ([0-9a-f]{7,64}) Mon Sep 17 00:00:00 2001/;
const headerLine = /^(?:>?From |[!-9;-~]{1,76}:)/;

export type MailSink = (mail: Omit<RawMail, 'index' | 'file'>) => void;

/** `push` chunks, then `end`; the sink gets views that are valid during the call only. */
export class MboxScanner {
  readonly #sink: MailSink;
  #buffer: Buffer = Buffer.alloc(1 << 20);
  /** The mail at hand is `buffer[start, filled)`; `scanned` bytes of the buffer hold no further separator. */
  #start = 0;
  #filled = 0;
  #scanned = 0;
  #line = 1;
  #kind: 'unknown' | 'mbox' | 'single' = 'unknown';
  #separator = '';
  /** Beginning of a mail that is over the limit; its rest is dropped as it comes. */
  #cut: Uint8Array | null = null;

  constructor(sink: MailSink) {
    this.#sink = sink;
  }

  push(chunk: Uint8Array): void {
    this.#append(chunk);
    this.#scan(false);
  }

  end(): void {
    this.#scan(true);
    if (this.#kind === 'unknown') this.#begin();
    this.#emit(this.#filled);
  }

  #append(chunk: Uint8Array): void {
    const held = this.#filled - this.#start;
    if (this.#filled + chunk.length > this.#buffer.length) {
      const needed = held + chunk.length;
      const target =
        needed > this.#buffer.length ? Buffer.alloc(Math.max(needed, this.#buffer.length * 2)) : this.#buffer;
      target.set(this.#buffer.subarray(this.#start, this.#filled), 0);
      this.#scanned -= this.#start;
      this.#start = 0;
      this.#filled = held;
      this.#buffer = target;
    }
    this.#buffer.set(chunk, this.#filled);
    this.#filled += chunk.length;
  }

  #begin(): void {
    const first = this.#lineAt(this.#start);
    this.#kind = first !== null && separator.test(first.text) ? 'mbox' : 'single';
    if (first !== null && this.#kind === 'mbox') this.#open(first.text, first.next);
  }

  /** A mail starts at `next`, after the separator line `text`. */
  #open(text: string, next: number): void {
    this.#separator = text;
    this.#line += 1;
    this.#start = next;
    this.#scanned = next;
  }

  #scan(atEnd: boolean): void {
    if (this.#kind === 'unknown') {
      if (!atEnd && this.#filled - this.#start < limits.separatorBytes) return;
      this.#skipEmptyLines();
      this.#begin();
    }
    if (this.#kind === 'mbox') this.#findSeparators(atEnd);
    if (this.#filled - this.#start > limits.mailBytes) this.#drop();
  }

  #skipEmptyLines(): void {
    while (this.#start < this.#filled) {
      const byte = this.#buffer[this.#start];
      if (byte === newline) this.#line += 1;
      else if (byte !== carriageReturn) break;
      this.#start += 1;
    }
    this.#scanned = this.#start;
  }

  #findSeparators(atEnd: boolean): void {
    const view = this.#buffer.subarray(0, this.#filled);
    for (;;) {
      const at = view.indexOf('\nFrom ', Math.max(this.#scanned - 1, 0), 'latin1');
      if (at < 0) {
        this.#scanned = Math.max(this.#scanned, this.#filled - 6);
        return;
      }
      if (!atEnd && this.#filled - at < 2 * limits.separatorBytes) {
        this.#scanned = at + 1;
        return;
      }
      const line = this.#lineAt(at + 1);
      if (line !== null && this.#separates(at, line)) {
        this.#emit(at + 1);
        this.#open(line.text, line.next);
      } else {
        this.#scanned = at + 2;
      }
    }
  }

  #separates(at: number, line: { text: string; next: number }): boolean {
    if (!separator.test(line.text)) return false;
    const before = this.#buffer[at - 1] === carriageReturn ? at - 2 : at - 1;
    const afterEmpty = before < this.#start || this.#buffer[before] === newline;
    if (!afterEmpty && !gitTime.test(line.text)) return false;
    const follower = this.#lineAt(line.next);
    return follower === null ? line.next >= this.#filled : headerLine.test(follower.text);
  }

  /** The line at `from`, or null when it is longer than a separator may be. */
  #lineAt(from: number): { text: string; next: number } | null {
    const limit = Math.min(this.#filled, from + limits.separatorBytes);
    const end = this.#buffer.subarray(from, limit).indexOf(newline);
    if (end < 0 && limit < this.#filled) return null;
    const stop = end < 0 ? limit : from + end;
    if (stop === from && end < 0) return null;
    return { text: this.#buffer.toString('latin1', from, stop).replace(/\r$/, ''), next: end < 0 ? stop : stop + 1 };
  }

  #drop(): void {
    this.#cut ??= Uint8Array.prototype.slice.call(this.#buffer, this.#start, this.#start + limits.headBytes);
    const keep = Math.max(this.#start, this.#filled - 2 * limits.separatorBytes);
    this.#line += countLines(this.#buffer, this.#start, keep);
    this.#start = keep;
    this.#scanned = Math.max(this.#scanned, keep);
  }

  #emit(end: number): void {
    const bytes = this.#cut ?? this.#buffer.subarray(this.#start, end);
    const lines = countLines(this.#buffer, this.#start, end);
    const commit = gitTime.exec(this.#separator)?.[1];
    if (bytes.length > 0) {
      this.#sink({
        line: this.#line,
        bytes,
        cut: this.#cut !== null,
        fromMbox: this.#kind === 'mbox',
        byGit: commit !== undefined || / git@z /.test(`${this.#separator} `),
        ...(commit === undefined ? {} : { commit }),
      });
    }
    this.#line += lines;
    this.#start = end;
    this.#cut = null;
  }
}

function countLines(bytes: Uint8Array, from: number, to: number): number {
  let lines = 0;
  for (let i = from; i < to; i++) if (bytes[i] === newline) lines++;
  return lines;
}
