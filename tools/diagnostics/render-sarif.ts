/** SARIF 2.1.0, as code scanning reads it: one run, fingerprints without line numbers. */
import { pathToFileURL } from 'node:url';
import { isAbsolute } from 'node:path';
import { type Finding, idOf } from './model.js';
import type { Renderer, RenderInput } from './report.js';

/** More results than this are refused by GitHub. */
const maxResults = 25_000;
const rank = { error: 0, warning: 1, note: 2 } as const;

function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file.split('/').map(encodeURIComponent).join('/');
}

function location(file: string, line: number, region: object = {}) {
  return { physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: line, ...region } } };
}

function result(finding: Finding, ruleIndex: number) {
  const { column, endLine, endColumn } = finding;
  const region = {
    startColumn: column,
    ...(endLine === undefined ? {} : { endLine }),
    ...(endColumn === undefined ? {} : { endColumn }),
  };
  return {
    ruleId: finding.type,
    ruleIndex,
    level: finding.level,
    message: { text: finding.message },
    locations: [location(finding.file, finding.line, region)],
    ...(finding.fingerprint === undefined ? {} : { partialFingerprints: { 'pintle/v1': finding.fingerprint } }),
    properties: {
      symbol: finding.symbol,
      certainty: finding.certainty,
      group: finding.group,
      origin: finding.origin,
      evidence: finding.evidence,
      fix: finding.fix.level,
    },
  };
}

function ruleOf(type: string, input: RenderInput) {
  const hazard = input.pair.map.hazards.find((item) => item.kind === idOf(type));
  return {
    id: type,
    name: type,
    shortDescription: { text: hazard?.title ?? type },
    fullDescription: { text: hazard?.why ?? type },
    help: { text: `pintle explain ${type}` },
    properties: { tags: hazard === undefined ? [] : [hazard.group, hazard.certainty] },
  };
}

export const renderSarif: Renderer = (input) => {
  const findings = [...input.findings].sort((a, b) => rank[a.level] - rank[b.level]).slice(0, maxResults);
  const types = [...new Set(findings.map(({ type }) => type))].sort();
  const index = new Map(types.map((type, at) => [type, at]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'pintle',
            version: input.version,
            semanticVersion: input.version,
            rules: types.map((type) => ruleOf(type, input)),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: input.notRead.map(({ file, line, symbol, reason }) => ({
              level: 'note',
              message: { text: symbol === '' ? `not read: ${reason}` : `not read: ${symbol}: ${reason}` },
              locations: [location(file, line)],
            })),
          },
        ],
        results: findings.map((finding) => result(finding, index.get(finding.type)!)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};
