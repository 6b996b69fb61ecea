/** The text of a mail as lines of bytes, whatever it was packed in. */
import { cleanLine } from '../clean.js';
import { limits } from '../limits.js';
import { field, frame, unquoteFrom } from './framing.js';
import type { Frame } from './framing.js';
import { headOf } from './head.js';
import type { Part } from './mime.js';
import { parameter, partsOf } from './mime.js';
import type { Mail, RawMail } from './model.js';

interface Body {
  readonly lines: string[];
  readonly charset: string;
  readonly at?: number;
  readonly problems: string[];
}

const diffStart = /^(?:diff --git |--- (?:a\/|\/dev\/null|"a\/)|Index: )/m;

/** Head and text of one mail. Never throws for what a mail holds: problems are told in the result. */
export async function readMail(raw: RawMail): Promise<Mail> {
  const framed = frame(raw.bytes);
  const body = await bodyOf(raw, framed, 0);
  const problems = raw.cut
    ? [`longer than ${limits.mailBytes / 1024 / 1024} MiB, not read`, ...body.problems]
    : body.problems;
  return {
    ...headOf(framed),
    file: raw.file,
    line: raw.line,
    index: raw.index,
    byGit: raw.byGit,
    ...(raw.commit === undefined ? {} : { commit: raw.commit }),
    body: raw.cut ? [] : body.lines,
    ...(body.at === undefined ? {} : { bodyLine: body.at }),
    charset: body.charset,
    problems,
  };
}

async function bodyOf(raw: RawMail, framed: Frame, depth: number): Promise<Body> {
  const type = field(framed, 'content-type') || 'text/plain';
  const coding = field(framed, 'content-transfer-encoding').toLowerCase();
  const isPlain = /^\s*text\/plain\b/i.test(type) || !type.includes('/');
  if (isPlain && !/quoted-printable|base64|uuencode/.test(coding)) {
    const flowed = parameter(type, 'format').toLowerCase() === 'flowed';
    const lines = splitLines(raw.bytes.subarray(framed.bodyAt), raw.fromMbox);
    // The empty line before the next separator is the mailbox's, not the mail's.
    if (raw.fromMbox && lines.at(-1) === '') lines.pop();
    return {
      lines: flowed ? unstuffed(lines) : lines,
      charset: parameter(type, 'charset').toLowerCase(),
      at: raw.line + framed.headLines,
      problems: [],
    };
  }
  try {
    return await textOfParts(await partsOf(raw.bytes), raw, depth);
  } catch (error) {
    const why = cleanLine(error instanceof Error ? error.message : String(error), 200);
    return { lines: [], charset: '', problems: [`its MIME parts cannot be read (${why})`] };
  }
}

/** First plain text, then attached patches; a signature or a list's footer adds nothing. */
async function textOfParts(parts: readonly Part[], raw: RawMail, depth: number): Promise<Body> {
  const problems: string[] = [];
  const texts = parts.filter((part) => part.type === 'text/plain' && !part.isAttachment && !isPatchName(part.filename));
  const first = texts.find((part) => diffStart.test(latin1(part.bytes))) ?? texts[0];
  const attached = parts.filter((part) => part !== first && isPatch(part));
  const lines = first === undefined ? [] : linesOfPart(first, raw.fromMbox);
  if (!lines.some((line) => diffStart.test(line))) {
    for (const part of attached) lines.push(...attachedLines(part, raw.fromMbox));
  }
  if (first === undefined && attached.length === 0) {
    const inner = parts.find((part) => part.type === 'message/rfc822');
    if (inner !== undefined && depth < limits.mailDepth) {
      const mail: RawMail = { ...raw, bytes: inner.bytes, fromMbox: false };
      return bodyOf(mail, frame(inner.bytes), depth + 1);
    }
    if (parts.some((part) => part.type === 'text/html')) problems.push('holds HTML only, no plain text');
  }
  return { lines, charset: first?.charset ?? '', problems };
}

function isPatchName(name: string): boolean {
  return /\.(?:patch|diff|txt)$/i.test(name);
}

function isPatch(part: Part): boolean {
  if (/^text\/x-(?:patch|diff)$/.test(part.type)) return true;
  return (part.isAttachment || isPatchName(part.filename)) && diffStart.test(latin1(part.bytes));
}

/** An attached format-patch file is a mail of its own; its head says nothing new. */
function attachedLines(part: Part, quoted: boolean): string[] {
  const lines = linesOfPart(part, quoted);
  if (!/^From [0-9a-f]{7,64} /.test(lines[0] ?? '')) return lines;
  const end = lines.indexOf('');
  return end < 0 ? lines : lines.slice(end + 1);
}

function linesOfPart(part: Part, quoted: boolean): string[] {
  const lines = splitLines(part.bytes, quoted);
  return part.flowed ? unstuffed(lines) : lines;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** Lines without their ends. Ends of CR LF are the mail's when every line has one, else the CR is the text's own. */
export function splitLines(bytes: Uint8Array, quoted: boolean): string[] {
  const lines = latin1(bytes).split('\n');
  if (lines.at(-1) === '') lines.pop();
  const crlf = lines.length > 0 && lines.every((line) => line.endsWith('\r'));
  const bare = crlf ? lines.map((line) => line.slice(0, -1)) : lines;
  return quoted ? bare.map(unquoteFrom) : bare;
}

/** Undoes the extra space that `format=flowed` puts before a line with a space, when every context line has it. */
function unstuffed(lines: readonly string[]): string[] {
  const from = lines.findIndex((line) => diffStart.test(line));
  const spaced = from < 0 ? [] : lines.slice(from).filter((line) => line.startsWith(' '));
  const stuffed = spaced.length > 0 && spaced.every((line) => line.startsWith('  '));
  return stuffed ? lines.map((line) => (line.startsWith(' ') ? line.slice(1) : line)) : [...lines];
}
