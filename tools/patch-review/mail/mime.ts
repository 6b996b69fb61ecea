/**
 * The text of a mail that is encoded or has parts, by `postal-mime`.
 *
 * The library joins lines of `format=flowed` and replaces bytes that do not fit the named character set; a patch survives
 * neither. So each text part is presented to it as data: what comes back are the bytes that were sent.
 */
import PostalMime from 'postal-mime';
import { limits } from '../limits.js';

/** A leaf of the mail. */
export interface Part {
  readonly type: string;
  readonly charset: string;
  readonly flowed: boolean;
  readonly filename: string;
  readonly isAttachment: boolean;
  readonly bytes: Uint8Array;
}

const mark = 'pintle-part';

interface Declared {
  readonly type: string;
  readonly charset: string;
  readonly flowed: boolean;
}

/** Leaves of a mail in document order; throws what the library throws, a limit of nesting or head size included. */
export async function partsOf(bytes: Uint8Array): Promise<Part[]> {
  const declared: Declared[] = [];
  const disguised = disguise(Buffer.from(bytes).toString('latin1'), declared);
  const email = await PostalMime.parse(Buffer.from(disguised, 'latin1'), {
    maxNestingDepth: limits.mimeDepth,
    maxHeadersSize: limits.headBytes * 2,
    forceRfc822Attachments: true,
    attachmentEncoding: 'arraybuffer',
  });
  return email.attachments.map((attachment) => {
    const number = /^pintle-part-(\d+)$/.exec(attachment.description ?? '')?.[1];
    const was = number === undefined ? undefined : declared[Number(number)];
    return {
      type: was?.type ?? attachment.mimeType,
      charset: was?.charset ?? '',
      flowed: was?.flowed ?? false,
      filename: attachment.filename ?? '',
      isAttachment: attachment.disposition === 'attachment',
      bytes: bytesOf(attachment.content),
    };
  });
}

function bytesOf(content: ArrayBuffer | Uint8Array | string): Uint8Array {
  if (typeof content === 'string') return Buffer.from(content, 'latin1');
  return content instanceof Uint8Array ? content : new Uint8Array(content);
}

/** Renames the type of every text part to one that is passed through, and numbers the part. */
function disguise(mail: string, declared: Declared[]): string {
  const boundaries = new Set<string>();
  const out: string[] = [];
  let head: string[] | null = [];
  for (const line of mail.split('\n')) {
    if (head !== null) {
      if (line === '' || line === '\r') {
        out.push(...disguiseHead(head, declared, boundaries), line);
        head = null;
      } else head.push(line);
      continue;
    }
    out.push(line);
    if (line.startsWith('--') && boundaries.has(line.slice(2).trimEnd())) head = [];
  }
  if (head !== null) out.push(...head);
  return out.join('\n');
}

function disguiseHead(lines: readonly string[], declared: Declared[], boundaries: Set<string>): string[] {
  const fields: string[][] = [];
  for (const line of lines) {
    const last = fields.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) last.push(line);
    else fields.push([line]);
  }
  const typeAt = fields.findIndex((candidate) => /^content-type\s*:/i.test(candidate[0] ?? ''));
  const value =
    typeAt < 0
      ? 'text/plain'
      : (fields[typeAt] ?? [])
          .join(' ')
          .replace(/^[^:]*:/, '')
          .slice(0, 4_000);
  const type = (/^\s*([^\s;]+)/.exec(value)?.[1] ?? 'text/plain').toLowerCase();
  const boundary = parameter(value, 'boundary');
  if (type.startsWith('multipart/')) {
    if (boundary !== '' && boundaries.size < limits.mimeDepth * 4) boundaries.add(boundary);
    return [...lines];
  }
  if (!type.startsWith('text/')) return [...lines];
  const number = declared.push({
    type,
    charset: parameter(value, 'charset').toLowerCase(),
    flowed: parameter(value, 'format').toLowerCase() === 'flowed',
  });
  const name = parameter(value, 'name');
  const kept = fields.filter((candidate, i) => i !== typeAt && !/^content-description\s*:/i.test(candidate[0] ?? ''));
  return [
    ...kept.flat(),
    `Content-Type: application/octet-stream${name === '' ? '' : `; name="${name.replaceAll('"', '')}"`}`,
    `Content-Description: ${mark}-${number - 1}`,
  ];
}

/** A parameter of a header value, without its quotes. */
export function parameter(value: string, name: string): string {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]{0,1000})"|([^\\s;]{1,1000}))`, 'i').exec(value);
  return match?.[1] ?? match?.[2] ?? '';
}
