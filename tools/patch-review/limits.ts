/** How much of hostile mail is read before one clear answer is given. Sizes in bytes, everything else in pieces. */
export const limits = {
  /** One mail; a longer one is skipped and named. */
  mailBytes: 32 * 1024 * 1024,
  /** Header block of one mail. */
  headBytes: 256 * 1024,
  /** The `From ` line between two mails. */
  separatorBytes: 1024,
  /** Nesting of MIME parts. */
  mimeDepth: 32,
  /** Nesting of mails inside mails. */
  mailDepth: 4,
  /** Decompressed bytes that are always accepted, and the ratio above that. */
  gzipFloor: 64 * 1024 * 1024,
  gzipRatio: 200,
  gzipBytes: 4 * 1024 * 1024 * 1024,
  patchesInSeries: 2_000,
  filesInPatch: 20_000,
  hunksInPatch: 50_000,
  pathCharacters: 4_096,
  subjectCharacters: 1_000,
  /** Tokens of one function; a longer one is not looked into and is named. */
  bodyTokens: 40_000,
  /** Files of a base tree that are looked at. */
  treeFiles: 200_000,
  /** A file of the base tree that is parsed. */
  sourceBytes: 8 * 1024 * 1024,
} as const;
