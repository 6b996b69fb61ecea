/** A patch series as it was meant: cover letter, patches in order, and what is missing. */
import type { Diff } from '../diff/model.js';
import type { Mail } from '../mail/model.js';
import type { Subject } from '../mail/subject.js';
import type { Trailer } from '../mail/trailers.js';

/** A mail with its subject line read; the text is read later, and only for mails that matter. */
export interface Heading {
  readonly index: number;
  readonly file: string;
  readonly line: number;
  readonly subject: Subject;
  readonly subjectLine: string;
  readonly from: string;
  readonly time: number;
  readonly messageId: string;
  readonly inReplyTo: string;
  readonly references: readonly string[];
  readonly byGit: boolean;
  /** True when the text holds a diff. */
  readonly hasDiff: boolean;
}

/** The patches of one version, still as headings. */
export interface Draft {
  readonly version: number;
  readonly total: number;
  /** Message-id of the first mail of the thread, or empty. */
  readonly root: string;
  readonly cover: Heading | null;
  /** By number, from 1. */
  readonly patches: ReadonlyMap<number, Heading>;
  readonly missing: readonly number[];
  /** Mails that carry a number which another mail of the series has too, and were left out. */
  readonly duplicates: readonly Heading[];
  /** Numbers that were taken over from an earlier version, because this one sent only some patches again. */
  readonly inherited: readonly number[];
  readonly time: number;
}

/** All versions of one subject, oldest first. */
export interface Topic {
  readonly title: string;
  readonly drafts: readonly Draft[];
  readonly replies: readonly Heading[];
}

export interface PatchMail {
  /** From 1. */
  readonly number: number;
  readonly title: string;
  readonly subjectLine: string;
  readonly author: string;
  readonly messageId: string | null;
  readonly file: string;
  /** Log as words. */
  readonly log: readonly string[];
  readonly notes: readonly string[];
  readonly trailers: readonly Trailer[];
  readonly diff: Diff;
  /** The diff as it came, for quoting: bytes. */
  readonly diffLines: readonly string[];
  /** Line of `file` on which the diff begins, or undefined when the mail was encoded. */
  readonly diffLine?: number;
  readonly problems: readonly string[];
  readonly mail: Mail;
}

export interface Series {
  readonly title: string;
  readonly subjectLine: string;
  readonly version: number;
  readonly total: number;
  readonly author: string;
  readonly cover: { readonly log: readonly string[]; readonly mail: Mail } | null;
  readonly patches: readonly PatchMail[];
  readonly missing: readonly number[];
  readonly duplicates: readonly string[];
  readonly inherited: readonly number[];
  readonly baseCommit: string | null;
  readonly changeId: string | null;
  readonly replies: readonly Reply[];
}

export interface Reply {
  readonly from: string;
  readonly subjectLine: string;
  readonly messageId: string;
  readonly inReplyTo: string;
  readonly trailers: readonly Trailer[];
}
