/** What the process answers with; the table in the documentation is made from this one. */
export const exitCodes = {
  clean: { code: 0, means: 'done, nothing at or above --fail-on' },
  findings: { code: 1, means: 'done, findings (or a mismatch of parity or conformance)' },
  usage: { code: 2, means: 'wrong usage, bad configuration, unreadable input' },
  incomplete: { code: 3, means: 'done but incomplete: something was not read, patches are missing or do not apply' },
  notWritten: { code: 4, means: 'output not written: dirty tree, disk, or a patch that does not check' },
  internal: { code: 70, means: 'a bug of pintle; the message names what to report' },
  interrupted: { code: 130, means: 'interrupted; the best result so far is kept' },
} as const;

export type Exit = keyof typeof exitCodes;
