/** Every format of a review. */
import type { ApiPair } from '../../../src/compat/pair-model.js';
import { draftMailbox } from './drafts.js';
import { findingFormat } from './finding-formats.js';
import { htmlReport } from './html.js';
import { jsonReport } from './json.js';
import { markdownReport } from './markdown.js';
import type { ReviewReport } from './model.js';
import { textReport } from './text.js';

export const reviewFormats = [
  'text',
  'json',
  'mbox',
  'md',
  'html',
  'terse',
  'ndjson',
  'sarif',
  'junit',
  'github',
] as const;
export type ReviewFormat = (typeof reviewFormats)[number];

export interface ReviewStyle {
  readonly width: number;
  readonly isAscii: boolean;
  /** Command line that makes the report again. */
  readonly command: string;
  readonly pair: ApiPair;
  readonly version: string;
}

/** The report in one format. */
export function renderReview(report: ReviewReport, format: ReviewFormat, style: ReviewStyle): string {
  switch (format) {
    case 'text':
      return textReport(report, style);
    case 'json':
      return jsonReport(report);
    case 'mbox':
      return draftMailbox(report);
    case 'md':
      return markdownReport(report);
    case 'html':
      return htmlReport(report, style.command);
    default:
      return findingFormat(report, format, style.pair, style.version);
  }
}
