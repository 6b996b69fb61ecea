/** JUnit XML: one suite per file, one case per finding; what was not read is skipped. */
import { printable, type Renderer } from './report.js';

function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&apos;',
  };
  return printable(text).replace(/[&<>"']/g, (letter) => entities[letter]!);
}

export const renderJunit: Renderer = ({ findings, notRead }) => {
  const files = [...new Set([...findings, ...notRead].map(({ file }) => file))].sort();
  let text = `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="pintle" tests="${findings.length + notRead.length}" failures="${findings.length}" skipped="${notRead.length}">\n`;
  for (const file of files) {
    const failed = findings.filter((finding) => finding.file === file);
    const missed = notRead.filter((item) => item.file === file);
    text += `  <testsuite name="${escape(file)}" tests="${failed.length + missed.length}" failures="${failed.length}" skipped="${missed.length}">\n`;
    for (const finding of failed) {
      const name = `${finding.type} ${finding.symbol} line ${finding.line}`;
      text += `    <testcase classname="${escape(file)}" name="${escape(name)}">\n`;
      text += `      <failure type="${finding.type}" message="${escape(finding.message)}">${escape(`${file}:${finding.line}:${finding.column}`)}</failure>\n    </testcase>\n`;
    }
    for (const item of missed) {
      text += `    <testcase classname="${escape(file)}" name="${escape(`NOT_READ ${item.symbol} line ${item.line}`)}">\n`;
      text += `      <skipped message="${escape(item.reason)}"/>\n    </testcase>\n`;
    }
    text += '  </testsuite>\n';
  }
  return `${text}</testsuites>\n`;
};
