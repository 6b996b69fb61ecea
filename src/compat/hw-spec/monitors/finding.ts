/** What a monitor of the specifications found: one broken clause, at one record. */
export type MonitorRule =
  /** A live entry went through a state that is neither the old nor the new one in the bits that hardware uses. */
  | 'half-written'
  /** An entry became valid without what its kind needs. */
  | 'incomplete-entry'
  /** An entry became valid again before the caches had forgotten the one before. */
  | 'reused-too-early'
  /** Caches were told in the wrong order. */
  | 'invalidation-order'
  /** The run ended, and a cache was never told of a change. */
  | 'stale-at-end'
  /** A virtual command was written while the one before was in progress. */
  | 'command-while-busy'
  /** More entries published than the ring has room for. */
  | 'queue-overrun'
  /** A slot was published that nobody had written. */
  | 'unwritten-slot'
  /** An unknown type or opcode, or reserved bits that are set. */
  | 'malformed-entry'
  /** A tail that does not point at an entry. */
  | 'misaligned-tail'
  /** A guest's translation was cleared while its processors could still use it. */
  | 'cleared-while-running'
  /** The run ended with a guest kept out. */
  | 'blocked-at-end';

export interface MonitorFinding {
  readonly rule: MonitorRule;
  /** Index of the record in the recording that was scanned; its length for what the end showed. */
  readonly record: number;
  readonly unit: number;
  /** What is wrong, with the names of the specification. */
  readonly text: string;
}

/** Takes findings; the record and the unit are known to the one who scans. */
export type Report = (rule: MonitorRule, text: string) => void;
