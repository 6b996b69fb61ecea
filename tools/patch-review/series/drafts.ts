/** Headings of mails as drafts: the patches of one version of one series. */
import { limits } from '../limits.js';
import type { Draft, Heading } from './model.js';
import { threadRoots } from './threads.js';

interface Bin {
  readonly version: number;
  readonly total: number;
  readonly root: string;
  readonly mails: Heading[];
}

/** Groups patch mails by version, length and thread; mails without a thread are one group if they fit together. */
export function draftsOf(mails: readonly Heading[]): Draft[] {
  const roots = threadRoots(mails);
  const bins = new Map<string, Bin>();
  for (const mail of mails) {
    if (!isPatchMail(mail)) continue;
    const root = roots.get(mail) ?? '';
    const key = binKey(mail, root);
    const bin = bins.get(key) ?? { version: mail.subject.version, total: mail.subject.total ?? 0, root, mails: [] };
    bin.mails.push(mail);
    bins.set(key, bin);
  }
  return unlinkedTogether([...bins.values()])
    .flatMap(splitByCover)
    .map(draftOf)
    .sort((a, b) => a.version - b.version || a.time - b.time);
}

/** A mail that carries a patch or a cover letter of one, and is no answer to it. */
export function isPatchMail(mail: Heading): boolean {
  const { subject } = mail;
  if (subject.isReply) return false;
  if (subject.number !== undefined && subject.isPatch)
    return subject.number === 0 || mail.hasDiff || subject.total !== undefined;
  return mail.hasDiff && (subject.isPatch || mail.byGit || mail.inReplyTo === '');
}

function binKey(mail: Heading, root: string): string {
  const { subject } = mail;
  if (subject.total !== undefined)
    return `n ${subject.version} ${subject.total} ${root === '' ? `?${mail.index}` : root}`;
  return mail.byGit ? `git ${subject.version}` : `one ${mail.index}`;
}

/** Numbered mails that nothing links to another one were sent or saved without threading: they are put together. */
function unlinkedTogether(bins: readonly Bin[]): Bin[] {
  const linked: Bin[] = [];
  const unlinked = new Map<string, Bin>();
  for (const bin of bins) {
    const alone = bin.total > 1 && bin.mails.length === 1;
    if (!alone) {
      linked.push(bin);
      continue;
    }
    const key = `${bin.version} ${bin.total}`;
    const rest = unlinked.get(key);
    if (rest === undefined) unlinked.set(key, bin);
    else rest.mails.push(...bin.mails);
  }
  for (const bin of unlinked.values()) {
    // A lone mail completes the one series of its length that lacks its number.
    const hosts = linked.filter((host) => host.version === bin.version && host.total === bin.total && lacks(host, bin));
    if (hosts.length === 1) hosts[0]?.mails.push(...bin.mails);
    else linked.push(bin);
  }
  return linked;
}

function lacks(host: Bin, bin: Bin): boolean {
  const has = new Set(host.mails.map((mail) => mail.subject.number));
  return bin.mails.every((mail) => !has.has(mail.subject.number));
}

/** Several cover letters in one group: one series per sender. */
function splitByCover(bin: Bin): Bin[] {
  const covers = bin.mails.filter((mail) => mail.subject.number === 0);
  const bins = new Map<string, Bin>(covers.map((mail) => [mail.from, { ...bin, root: mail.messageId, mails: [] }]));
  if (bin.total === 0 || bins.size < 2) return [bin];
  for (const mail of bin.mails) bins.get(mail.from)?.mails.push(mail);
  return [...bins.values()];
}

function draftOf(bin: Bin): Draft {
  const byNumber = new Map<number, Heading>();
  const duplicates: Heading[] = [];
  let cover: Heading | null = null;
  const ordered =
    bin.total === 0
      ? numberedInOrder(bin.mails)
      : bin.mails.map((mail) => ({ mail, number: mail.subject.number ?? 1 }));
  for (const { mail, number } of ordered) {
    const before = number === 0 ? cover : byNumber.get(number);
    const keep = before === null || before === undefined || isBetter(mail, before);
    if (before !== null && before !== undefined && before.messageId !== mail.messageId)
      duplicates.push(keep ? before : mail);
    if (!keep) continue;
    if (number === 0) cover = mail;
    else byNumber.set(number, mail);
  }
  const total = Math.min(Math.max(bin.total, bin.total === 0 ? byNumber.size : 0), limits.patchesInSeries);
  const missing: number[] = [];
  for (let number = 1; number <= total; number++) if (!byNumber.has(number)) missing.push(number);
  const times = bin.mails.map((mail) => mail.time).filter((time) => !Number.isNaN(time));
  return {
    version: bin.version,
    total,
    root: bin.root,
    cover,
    patches: new Map([...byNumber].sort(([a], [b]) => a - b).filter(([number]) => number <= limits.patchesInSeries)),
    missing,
    duplicates,
    inherited: [],
    time: times.length === 0 ? 0 : times.reduce((a, b) => Math.max(a, b), 0),
  };
}

function numberedInOrder(mails: readonly Heading[]): { mail: Heading; number: number }[] {
  return mails.map((mail, i) => ({ mail, number: i + 1 }));
}

/** Of two mails with one number: the one with a diff, then the later one. */
function isBetter(mail: Heading, before: Heading): boolean {
  if (mail.hasDiff !== before.hasDiff) return mail.hasDiff;
  return mail.time > before.time;
}
