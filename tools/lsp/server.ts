/** Language server: diagnostics of the checker, quick fixes of the codemods, and hover with both signatures. */
import { fileURLToPath } from 'node:url';
import {
  type CodeAction,
  CodeActionKind,
  type Connection,
  type Diagnostic,
  DiagnosticSeverity,
  type Hover,
  type InitializeResult,
  type Range,
  TextDocuments,
  TextDocumentSyncKind,
  type TextEdit,
} from 'vscode-languageserver/node';
import type { ApiPair } from '../../src/compat/pair-model.js';
import { CheckSession, type FileReport } from '../call-sites/typescript/session.js';
import type { Finding } from '../diagnostics/model.js';
import { newSignatures } from '../diagnostics/render-text.js';
import { TextDocument } from './text-document.js';

const severity = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Information,
} as const;

function rangeOf({ line, column, endLine = line, endColumn = column + 1 }: Finding): Range {
  return { start: { line: line - 1, character: column - 1 }, end: { line: endLine - 1, character: endColumn - 1 } };
}

function diagnosticsOf(report: FileReport): Diagnostic[] {
  const found = report.findings.map((finding): Diagnostic => ({
    range: rangeOf(finding),
    severity: severity[finding.level],
    code: finding.type,
    source: 'pintle',
    message: finding.message,
  }));
  const missed = report.notRead.map(({ line, symbol, reason }): Diagnostic => ({
    range: { start: { line: line - 1, character: 0 }, end: { line: line - 1, character: 1 } },
    severity: DiagnosticSeverity.Information,
    code: 'NOT_READ',
    source: 'pintle',
    message: symbol === '' ? `not read: ${reason}` : `${symbol} was not read: ${reason}`,
  }));
  return [...found, ...missed];
}

class Server {
  readonly #connection: Connection;
  readonly #documents = new TextDocuments(TextDocument);
  readonly #pair: ApiPair;
  readonly #reports = new Map<string, { readonly version: number; readonly report: FileReport }>();
  #session: CheckSession;

  constructor(connection: Connection, pair: ApiPair) {
    this.#connection = connection;
    this.#pair = pair;
    this.#session = new CheckSession(pair, { cwd: process.cwd() });
  }

  listen(): void {
    const connection = this.#connection;
    connection.onInitialize(({ workspaceFolders }): InitializeResult => {
      const [folder] = workspaceFolders ?? [];
      if (folder?.uri.startsWith('file:') === true)
        this.#session = new CheckSession(this.#pair, { cwd: fileURLToPath(folder.uri) });
      return {
        capabilities: {
          textDocumentSync: TextDocumentSyncKind.Incremental,
          codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.SourceFixAll] },
          hoverProvider: true,
        },
        serverInfo: { name: 'pintle' },
      };
    });
    this.#documents.onDidChangeContent(({ document }) => void this.#publish(document));
    this.#documents.onDidClose(({ document }) => {
      this.#reports.delete(document.uri);
      void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    });
    connection.onHover(({ textDocument, position }) => this.#hover(textDocument.uri, position));
    connection.onCodeAction(({ textDocument, range }) => this.#actions(textDocument.uri, range));
    this.#documents.listen(connection);
    connection.listen();
  }

  /** Report of the document as it is now; null for one that is no file. */
  #report(document: TextDocument): FileReport | null {
    if (!document.uri.startsWith('file:')) return null;
    const known = this.#reports.get(document.uri);
    if (known?.version === document.version) return known.report;
    const report = this.#session.check(fileURLToPath(document.uri), document.getText());
    this.#reports.set(document.uri, { version: document.version, report });
    return report;
  }

  async #publish(document: TextDocument): Promise<void> {
    const report = this.#report(document);
    if (report === null) return;
    await this.#connection.sendDiagnostics({
      uri: document.uri,
      version: document.version,
      diagnostics: diagnosticsOf(report),
    });
  }

  #hover(uri: string, position: { line: number; character: number }): Hover | null {
    const document = this.#documents.get(uri);
    const report = document === undefined ? null : this.#report(document);
    if (document === undefined || report?.file == null) return null;
    const at = document.offsetAt(position);
    const site = report.file.facts.sites.find(({ callee }) => callee.start <= at && at <= callee.end);
    if (site === undefined || site.side !== 'old') return null;
    const old = this.#pair.surfaces[this.#pair.old.ts]?.symbols.find(({ name }) => name === site.symbol)?.signature;
    const now = newSignatures(this.#pair, site.symbol);
    const lines = [...(old === undefined ? [] : [`- ${old}`]), ...now.map((text) => `+ ${text}`)];
    const summary = this.#pair.map.entries.find(({ symbol }) => symbol === site.symbol)?.doc.summary ?? '';
    const range = { start: document.positionAt(site.callee.start), end: document.positionAt(site.callee.end) };
    return { contents: { kind: 'markdown', value: `\`\`\`diff\n${lines.join('\n')}\n\`\`\`\n\n${summary}` }, range };
  }

  #actions(uri: string, range: Range): CodeAction[] {
    const document = this.#documents.get(uri);
    const report = document === undefined ? null : this.#report(document);
    if (document === undefined || report?.file == null) return [];
    const path = fileURLToPath(uri);
    const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    const textEdit = (start: number, end: number, newText: string): TextEdit => ({
      range: { start: document.positionAt(start), end: document.positionAt(end) },
      newText,
    });
    const actions = this.#session
      .fixes(path, report)
      .filter(({ start, end }) => start <= to && from <= end)
      .map(({ symbol, edits }): CodeAction => ({
        title: `Move ${symbol} to the new version`,
        kind: CodeActionKind.QuickFix,
        edit: { changes: { [uri]: edits.map(({ start, end, text }) => textEdit(start, end, text)) } },
      }));
    const moved = this.#session.move(path, report);
    if (moved !== null) {
      actions.push({
        title: 'Move this file to the new version',
        kind: CodeActionKind.SourceFixAll,
        edit: { changes: { [uri]: [textEdit(0, document.getText().length, moved)] } },
      });
    }
    return actions;
  }
}

/** Serves one client until it goes away. */
export function serve(connection: Connection, pair: ApiPair): void {
  new Server(connection, pair).listen();
}
