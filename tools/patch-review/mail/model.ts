/** Mails as they come out of a mailbox, before anybody asks what they mean. */

/** One mail in a mailbox, still as bytes. */
export interface RawMail {
  /** File it was read from, as the user named it; `-` for standard input. */
  readonly file: string;
  /** 1-based line of `file` on which the mail (not its separator) begins. */
  readonly line: number;
  /** Position among the mails of the run, from 0. */
  readonly index: number;
  /** The mail without its separator line; only the beginning when `cut` says so. */
  readonly bytes: Uint8Array;
  /** True when the mail was longer than the limit and `bytes` holds its beginning only. */
  readonly cut: boolean;
  /** True when the mail came out of an mbox, where lines that begin with `From ` are quoted. */
  readonly fromMbox: boolean;
  /** True when the separator is the one that git writes. */
  readonly byGit: boolean;
  /** Object name in the separator that git writes, else undefined. */
  readonly commit?: string;
}

/** The headers that threading and series need; decoded, unfolded and cleaned. */
export interface MailHead {
  readonly subject: string;
  readonly from: string;
  readonly date: string;
  /** Milliseconds since 1970, or NaN. */
  readonly time: number;
  /** Without angle brackets; empty when there is none. */
  readonly messageId: string;
  readonly inReplyTo: string;
  readonly references: readonly string[];
}

/** A mail with its text. */
export interface Mail extends MailHead {
  readonly file: string;
  readonly line: number;
  readonly index: number;
  readonly byGit: boolean;
  readonly commit?: string;
  /** Lines of the text, one byte per character, without line ends; see `textOf`. */
  readonly body: readonly string[];
  /** Line of `file` on which `body` begins, or undefined when the body was encoded. */
  readonly bodyLine?: number;
  /** Character set that the mail names, for the words (not the diff) of the body. */
  readonly charset: string;
  /** What could not be read of the mail, one sentence each. */
  readonly problems: readonly string[];
}
