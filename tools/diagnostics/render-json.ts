/** The machine contract: one object, or one object per line. */
import type { Renderer } from './report.js';

export const renderJson: Renderer = ({ findings, notRead, totals }) =>
  `${JSON.stringify({ schema: 'pintle.check/1', findings, notRead, totals }, null, 2)}\n`;

/** Every line says what it is: `finding`, `not-read`, and `totals` at the end. */
export const renderNdjson: Renderer = ({ findings, notRead, totals }) =>
  [
    ...findings.map((finding) => ({ schema: 'pintle.finding/1', kind: 'finding', ...finding })),
    ...notRead.map((item) => ({ schema: 'pintle.finding/1', kind: 'not-read', ...item })),
    { schema: 'pintle.finding/1', kind: 'totals', ...totals },
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
