/** What a review says, before it is put into any form. */
import type { Finding, NotRead } from '../../diagnostics/model.js';
import type { ApiDelta } from '../../surface/model.js';
import type { BehaviourRow } from '../behaviour/model.js';
import type { PatchMail, Series } from '../series/model.js';

export interface Site {
  readonly file: string;
  readonly line: number;
  readonly symbol: string;
}

/** A finding with the patch it belongs to and what a reader can run to see it. */
export interface ReviewFinding extends Finding {
  readonly patch: number;
  /** One sentence: why it matters; empty when the message says it. */
  readonly why: string;
  /** A command that shows it without this program; empty when there is none. */
  readonly repeat: string;
  readonly section: 'call-sites' | 'checks' | 'behaviour';
}

export interface PatchReport {
  readonly mail: PatchMail;
  readonly apiDelta: readonly ApiDelta[];
  readonly converted: readonly Site[];
  readonly left: readonly Site[];
  readonly findings: readonly ReviewFinding[];
  readonly notRead: readonly NotRead[];
  /** Does everything that is declared and called still fit after this patch? */
  readonly builds: boolean;
  readonly breakText: string;
}

export interface SeriesDeltaRow extends ApiDelta {
  readonly patches: readonly number[];
  readonly file: string;
}

export interface Since {
  readonly version: number;
  readonly same: readonly number[];
  readonly changed: readonly number[];
  readonly added: readonly number[];
  readonly dropped: readonly string[];
  /** Findings of the last version that are gone. */
  readonly answered: readonly ReviewFinding[];
  readonly pairs: readonly SincePair[];
  /** Differences between the two API deltas. */
  readonly apiDelta: readonly ApiDelta[];
}

export interface SincePair {
  readonly number: number;
  readonly oldNumber: number;
  readonly title: string;
  /** Lines of a diff between the two patches, with sign. */
  readonly difference: readonly string[];
}

export interface ReviewReport {
  readonly series: Series;
  /** Name of the base, or null when there was none. */
  readonly base: string | null;
  /** True when the base is the commit that the series names. */
  readonly baseIsNamed: boolean;
  /** Titles of other series in the mailbox. */
  readonly others: readonly string[];
  readonly headers: readonly string[];
  readonly isAboutPair: boolean;
  readonly apiDelta: readonly SeriesDeltaRow[];
  /** Symbols of the headers that did not change. */
  readonly sameSymbols: number;
  readonly callSitesFound: number;
  /** Of them those that no patch moves, printed or not. */
  readonly callSitesLeft: number;
  readonly patches: readonly PatchReport[];
  /** Without what `--origin` hides. */
  readonly findings: readonly ReviewFinding[];
  /** Older defects that are not printed. */
  readonly hidden: number;
  /** Findings and places that `.pintleignore` holds back. */
  readonly accepted: number;
  readonly behaviours: readonly BehaviourRow[];
  readonly since: Since | null;
  readonly notRead: readonly NotRead[];
  readonly filesLooked: number;
}
