/** Workflow commands for GitHub: the worst ten errors and ten warnings as annotations, the rest as lines of the log. */
import type { Finding } from './model.js';
import { printable, type Renderer } from './report.js';
import { terseLine, terseNotRead } from './render-terse.js';

/** GitHub shows ten of each kind per step. */
const shown = 10;

function data(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function annotation(finding: Finding): string {
  const command = finding.level === 'note' ? 'notice' : finding.level;
  const place = `file=${property(finding.file)},line=${finding.line},col=${finding.column},title=${property(finding.type)}`;
  return `::${command} ${place}::${data(finding.message)}\n`;
}

export const renderGithub: Renderer = ({ findings, notRead }) => {
  const left = { error: shown, warning: shown, note: shown };
  let annotations = '';
  let lines = '';
  let more = 0;
  for (const finding of findings) {
    if (left[finding.level]-- > 0) annotations += annotation(finding);
    else {
      lines += `${terseLine(finding)}\n`;
      more++;
    }
  }
  for (const item of notRead) lines += `${terseNotRead(item)}\n`;
  return `${lines}${annotations}${more > 0 ? `${more} more above\n` : ''}`;
};
