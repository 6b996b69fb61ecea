/** Which mails belong together: by In-Reply-To and References, as far as the mailbox holds the chain. */
import type { Heading } from './model.js';

/** For each mail the first mail of its thread that is at hand, or the oldest id that it names. */
export function threadRoots(mails: readonly Heading[]): ReadonlyMap<Heading, string> {
  const byId = new Map<string, Heading>();
  for (const mail of mails) if (mail.messageId !== '' && !byId.has(mail.messageId)) byId.set(mail.messageId, mail);
  const known = new Map<string, string>();
  const roots = new Map<Heading, string>();
  for (const mail of mails) roots.set(mail, rootOf(mail, byId, known));
  return roots;
}

function rootOf(mail: Heading, byId: ReadonlyMap<string, Heading>, known: Map<string, string>): string {
  const path: string[] = [];
  const seen = new Set<string>();
  let here: Heading | undefined = mail;
  let root = mail.messageId;
  while (here !== undefined) {
    const settled = known.get(here.messageId);
    if (settled !== undefined) {
      root = settled;
      break;
    }
    // A circle of ids ends where it was entered.
    if (here.messageId !== '' && seen.has(here.messageId)) break;
    seen.add(here.messageId);
    path.push(here.messageId);
    const parent: string = here.inReplyTo === '' ? (here.references.at(-1) ?? '') : here.inReplyTo;
    root = parent === '' ? here.messageId : (here.references[0] ?? parent);
    here = parent === '' ? undefined : byId.get(parent);
  }
  for (const id of path) if (id !== '') known.set(id, root);
  return root;
}
