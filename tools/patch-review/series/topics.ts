/** Which drafts are versions of one series: by thread, by title, or by the titles of their patches. */
import { draftsOf } from './drafts.js';
import type { Draft, Heading, Topic } from './model.js';
import { threadRoots } from './threads.js';

/** Topics of a mailbox, the most recent one last. */
export function topicsOf(mails: readonly Heading[]): Topic[] {
  const drafts = draftsOf(mails);
  const groups: Draft[][] = [];
  for (const draft of drafts) {
    const group = groups.find((candidate) => candidate.some((known) => isSameTopic(known, draft)));
    if (group === undefined) groups.push([draft]);
    else group.push(draft);
  }
  const roots = threadRoots(mails);
  const topics = groups.map((group) => topicOf(group, mails, roots));
  return topics.sort((a, b) => (a.drafts.at(-1)?.time ?? 0) - (b.drafts.at(-1)?.time ?? 0));
}

/** Title of the cover letter, or of the first patch. */
export function draftTitle(draft: Draft): string {
  return draft.cover?.subject.title ?? [...draft.patches.values()][0]?.subject.title ?? '';
}

function isSameTopic(a: Draft, b: Draft): boolean {
  if (a.root !== '' && a.root === b.root) return true;
  if (plain(draftTitle(a)) === plain(draftTitle(b))) return true;
  if (a.patches.size < 2 || b.patches.size < 2) return false;
  const titles = new Set([...a.patches.values()].map((mail) => plain(mail.subject.title)));
  const shared = [...b.patches.values()].filter((mail) => titles.has(plain(mail.subject.title))).length;
  return shared * 2 >= Math.min(a.patches.size, b.patches.size);
}

function plain(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

function topicOf(group: readonly Draft[], mails: readonly Heading[], roots: ReadonlyMap<Heading, string>): Topic {
  const drafts = reroll([...group].sort((a, b) => a.version - b.version || a.time - b.time));
  const used = new Set<Heading>(group.flatMap((draft) => [...draft.patches.values(), ...draft.duplicates]));
  for (const draft of group) if (draft.cover !== null) used.add(draft.cover);
  const threads = new Set([...used].map((mail) => roots.get(mail) ?? '').filter((root) => root !== ''));
  const replies = mails.filter((mail) => !used.has(mail) && threads.has(roots.get(mail) ?? ''));
  return { title: draftTitle(drafts.at(-1) ?? group[0]!), drafts, replies };
}

/** A version of which only some patches were sent, as answers to the last one, takes the rest over from it. */
function reroll(drafts: readonly Draft[]): Draft[] {
  const out: Draft[] = [];
  for (const draft of drafts) {
    const before = out.at(-1);
    const resent = [...draft.patches.values()];
    const known = new Set(before === undefined ? [] : [...before.patches.values()].map((mail) => mail.messageId));
    const partial =
      before !== undefined &&
      draft.missing.length > 0 &&
      draft.total === before.total &&
      draft.version > before.version &&
      resent.length > 0 &&
      resent.every((mail) => mail.inReplyTo !== '' && known.has(mail.inReplyTo));
    if (!partial) {
      out.push(draft);
      continue;
    }
    const patches = new Map([...before.patches, ...draft.patches].sort(([a], [b]) => a - b));
    const inherited = draft.missing.filter((number) => before.patches.has(number));
    const missing = draft.missing.filter((number) => !before.patches.has(number));
    out.push({ ...draft, cover: draft.cover ?? before.cover, patches, inherited, missing });
  }
  return out;
}
