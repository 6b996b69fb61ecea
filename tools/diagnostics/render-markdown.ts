/** A table for a comment or a page. */
import { countLine, printable, type Renderer } from './report.js';

function cell(text: string): string {
  return printable(text).replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}

export const renderMarkdown: Renderer = ({ findings, notRead, totals, pair }) => {
  let text = `## pintle check: ${cell(pair.title)}\n\n`;
  if (findings.length === 0 && notRead.length === 0) return `${text}Nothing to report.\n`;
  text += `${countLine(totals)}.\n`;
  if (findings.length > 0) {
    text += '\n| Where | Level | Type | Symbol | What | Fix |\n|---|---|---|---|---|---|\n';
    for (const { file, line, level, type, symbol, message, fix } of findings) {
      text += `| \`${cell(file)}:${line}\` | ${level} | ${type} | \`${cell(symbol)}\` | ${cell(message)} | ${fix.level} |\n`;
    }
  }
  if (notRead.length > 0) {
    text += '\n| Not read | Symbol | Why |\n|---|---|---|\n';
    for (const { file, line, symbol, reason } of notRead) {
      text += `| \`${cell(file)}:${line}\` | ${symbol === '' ? '' : `\`${cell(symbol)}\``} | ${cell(reason)} |\n`;
    }
  }
  return text;
};
