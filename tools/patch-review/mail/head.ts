/** The few headers that threading needs, out of the frame. */
import { decodeWords } from 'postal-mime';
import { cleanLine, textOf } from '../clean.js';
import { limits } from '../limits.js';
import type { Frame } from './framing.js';
import { field } from './framing.js';
import type { MailHead } from './model.js';

/** Decoded headers of a mail. */
export function headOf(framed: Frame): MailHead {
  const date = cleanLine(field(framed, 'date'), 100);
  return {
    subject: cleanLine(decoded(field(framed, 'subject')), limits.subjectCharacters),
    from: cleanLine(decoded(field(framed, 'from')), 200),
    date,
    time: Date.parse(date.replace(/\s*\([^)]*\)\s*$/, '')),
    messageId: ids(field(framed, 'message-id'))[0] ?? '',
    inReplyTo: ids(field(framed, 'in-reply-to'))[0] ?? '',
    references: ids(field(framed, 'references')),
  };
}

/** Words encoded in headers (`=?utf-8?q?..?=`) as text; what does not decode stays as it is. */
export function decoded(value: string): string {
  const text = textOf(value.slice(0, 64 * 1024));
  if (!text.includes('=?')) return text;
  try {
    return decodeWords(text);
  } catch {
    return text;
  }
}

function ids(value: string): string[] {
  const found: string[] = [];
  for (const match of value.slice(0, 64 * 1024).matchAll(/<([^<>\s]{1,900})>/g)) found.push(cleanLine(match[1] ?? ''));
  return found;
}
