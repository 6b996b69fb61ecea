/** Mail files to series: first every head, then the text of the mails that matter. */
import { cleanLine } from '../clean.js';
import { ReviewInputError } from '../errors.js';
import { frame } from '../mail/framing.js';
import { headOf } from '../mail/head.js';
import type { RawMail } from '../mail/model.js';
import type { MailFile } from '../mail/source.js';
import { scanMails } from '../mail/source.js';
import { parseSubject } from '../mail/subject.js';
import type { Draft, Heading, Topic } from './model.js';
import { draftTitle, topicsOf } from './topics.js';

const diffMark = Buffer.from('\ndiff --git ');
const plainMark = Buffer.from('\n+++ ');

/** Headings of all mails. Memory grows with the number of mails, not with their size. */
export async function readHeadings(files: readonly MailFile[]): Promise<Heading[]> {
  const headings: Heading[] = [];
  await scanMails(files, (mail) => {
    const heading = headingOf(mail);
    if (heading !== null) headings.push(heading);
  });
  return headings;
}

function headingOf(mail: RawMail): Heading | null {
  const framed = frame(mail.bytes);
  if (framed.fields.length === 0) return null;
  const head = headOf(framed);
  if (head.subject === '' && head.from === '') return null;
  const view = Buffer.from(mail.bytes.buffer, mail.bytes.byteOffset, mail.bytes.byteLength);
  const encoded = framed.fields.some(
    (field) =>
      (field.name === 'content-transfer-encoding' && /base64/i.test(field.value)) ||
      (field.name === 'content-type' && /multipart/i.test(field.value)),
  );
  return {
    index: mail.index,
    file: mail.file,
    line: mail.line,
    subject: parseSubject(head.subject),
    subjectLine: head.subject,
    from: head.from,
    time: head.time,
    messageId: head.messageId,
    inReplyTo: head.inReplyTo,
    references:
      head.references.length > 50 ? [...head.references.slice(0, 1), ...head.references.slice(-49)] : head.references,
    byGit: mail.byGit,
    // Base64 hides the diff; such a mail counts by its subject.
    hasDiff: encoded || view.includes(diffMark) || view.includes(plainMark),
  };
}

/** The series to review, the version before it when the mailbox has it, and the titles that were left out. */
export interface Choice {
  readonly topic: Topic;
  readonly draft: Draft;
  readonly previous: Draft | null;
  readonly others: readonly string[];
}

/** Chooses the newest version of the series that `wanted` names (message-id or words of a title), or of the newest one. */
export function chooseSeries(headings: readonly Heading[], name: string, wanted?: string): Choice {
  const topics = topicsOf(headings).filter((topic) => topic.drafts.some((draft) => draft.patches.size > 0));
  if (topics.length === 0) {
    const why = headings.length === 0 ? 'no mail in it' : `${headings.length} mails, none with a patch`;
    throw new ReviewInputError(`${name}: ${why}; expected an mbox, a maildir or format-patch files`);
  }
  const topic = wanted === undefined ? topics.at(-1) : topics.find((candidate) => matches(candidate, wanted));
  if (topic === undefined) {
    const titles = topics.slice(-5).map((candidate) => `"${cleanLine(candidate.title, 60)}"`);
    throw new ReviewInputError(`--series ${wanted ?? ''}: not in ${name}; it has ${titles.join(', ')}`);
  }
  const drafts = topic.drafts.filter((draft) => draft.patches.size > 0);
  const draft = drafts.at(-1)!;
  const older = drafts.filter((candidate) => candidate.version < draft.version);
  return {
    topic,
    draft,
    previous: older.at(-1) ?? null,
    others: topics.filter((candidate) => candidate !== topic).map((candidate) => candidate.title),
  };
}

function matches(topic: Topic, wanted: string): boolean {
  const id = wanted.replace(/^<|>$/g, '');
  if (topic.title.toLowerCase().includes(wanted.toLowerCase())) return true;
  return topic.drafts.some(
    (draft) =>
      draftTitle(draft).toLowerCase().includes(wanted.toLowerCase()) ||
      [draft.cover, ...draft.patches.values()].some((mail) => mail?.messageId === id),
  );
}
