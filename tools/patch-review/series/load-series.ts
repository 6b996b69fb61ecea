/** The text of the mails of a draft, read as a series. */
import { cleanLine, textOf } from '../clean.js';
import { parseDiff } from '../diff/parse-diff.js';
import { readMail } from '../mail/body.js';
import { field, frame } from '../mail/framing.js';
import { decoded } from '../mail/head.js';
import type { Mail, RawMail } from '../mail/model.js';
import type { MailFile } from '../mail/source.js';
import { scanMails } from '../mail/source.js';
import { splitBody } from '../mail/split-body.js';
import { basisOf, trailersOf } from '../mail/trailers.js';
import { wordsOf } from '../mail/words.js';
import type { Choice } from './read-mailbox.js';
import type { Draft, Heading, PatchMail, Reply, Series } from './model.js';

/** Reads the mails of a draft (and the answers of its thread) out of the files. */
export async function loadSeries(files: readonly MailFile[], choice: Choice, draft: Draft): Promise<Series> {
  const replies = draft === choice.draft ? choice.topic.replies.slice(0, 2_000) : [];
  const raws = await rawMails(files, [
    ...draft.patches.values(),
    ...(draft.cover === null ? [] : [draft.cover]),
    ...replies,
  ]);
  const patches: PatchMail[] = [];
  for (const [number, heading] of draft.patches) {
    const raw = raws.get(heading.index);
    if (raw !== undefined) patches.push(patchOf(await readMail(raw), heading, number));
  }
  const coverRaw = draft.cover === null ? undefined : raws.get(draft.cover.index);
  const cover = coverRaw === undefined ? null : await readMail(coverRaw);
  const lead = draft.cover ?? [...draft.patches.values()][0];
  const basis = basisOf([...(cover?.body ?? []), ...patches.flatMap((patch) => [...patch.notes, ...patch.diff.tail])]);
  return {
    title: lead?.subject.title ?? '',
    subjectLine: lead?.subjectLine ?? '',
    version: draft.version,
    total: draft.total,
    author: lead?.from ?? '',
    cover: cover === null ? null : { log: wordsOf(splitBody(cover.body).log, cover.charset), mail: cover },
    patches,
    missing: draft.missing,
    duplicates: draft.duplicates.map((mail) => mail.subjectLine),
    inherited: draft.inherited,
    baseCommit: basis.baseCommit ?? null,
    changeId: basis.changeId ?? null,
    replies: await Promise.all(replies.flatMap((mail) => replyOf(mail, raws.get(mail.index)))),
  };
}

async function rawMails(files: readonly MailFile[], wanted: readonly Heading[]): Promise<Map<number, RawMail>> {
  const indices = new Set(wanted.map((mail) => mail.index));
  const raws = new Map<number, RawMail>();
  await scanMails(files, (mail) => {
    if (indices.has(mail.index)) raws.set(mail.index, { ...mail, bytes: Uint8Array.from(mail.bytes) });
  });
  return raws;
}

function patchOf(mail: Mail, heading: Heading, number: number): PatchMail {
  const split = splitBody(mail.body);
  const log = wordsOf(split.log, mail.charset);
  const diff = parseDiff(split.diff);
  return {
    number,
    title: heading.subject.title,
    subjectLine: heading.subjectLine,
    author: split.author === null ? mail.from : cleanLine(textOf(decoded(split.author)), 200),
    messageId: mail.messageId === '' ? null : mail.messageId,
    file: mail.file,
    log,
    notes: wordsOf(split.notes, mail.charset),
    trailers: trailersOf(log),
    diff,
    diffLines: split.diff,
    ...(mail.bodyLine === undefined || split.diffAt < 0 ? {} : { diffLine: mail.bodyLine + split.diffAt }),
    problems: split.diffAt < 0 && mail.problems.length === 0 ? ['holds no diff'] : mail.problems,
    mail,
  };
}

function replyOf(heading: Heading, raw: RawMail | undefined): Promise<Reply>[] {
  if (raw === undefined || field(frame(raw.bytes), 'from') === '') return [];
  return [
    readMail(raw).then((mail) => ({
      from: mail.from,
      subjectLine: mail.subject,
      messageId: mail.messageId,
      inReplyTo: mail.inReplyTo,
      trailers: trailersOf(
        wordsOf(
          mail.body.filter((line) => !line.startsWith('>')),
          mail.charset,
        ),
      ),
    })),
  ];
}
