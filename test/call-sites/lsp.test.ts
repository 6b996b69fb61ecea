/** The language server, spoken to by a real client over streams. */
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  type CodeAction,
  CodeActionRequest,
  createConnection,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve } from '../../tools/lsp/server.js';
import { TextDocument } from '../../tools/lsp/text-document.js';
import { shelfPair } from './shelf-pair.js';
import { makeProject, type TestProject, ts } from './testing/project.js';

const text = ts`
  import { type Box, type ShelfOld, NO_SLOT } from '../shelf/old.js';
  export function take(shelf: ShelfOld, box: Box): boolean {
    const taken = shelf.takeSlot(box, 1, 9, null);
    return taken === NO_SLOT;
  }
`;

/** The text after the edits of an action, applied from the end. */
function applied(before: string, action: CodeAction, uri: string): string {
  const document = TextDocument.create(uri, 'typescript', 1, before);
  const edits = [...(action.edit?.changes?.[uri] ?? [])].map(({ range, newText }) => ({
    from: document.offsetAt(range.start),
    to: document.offsetAt(range.end),
    newText,
  }));
  edits.sort((a, b) => b.from - a.from);
  return edits.reduce((whole, { from, to, newText }) => whole.slice(0, from) + newText + whole.slice(to), before);
}

describe('language server', () => {
  let project: TestProject;
  let client: ProtocolConnection;
  let uri: string;
  const published: PublishDiagnosticsParams[] = [];
  const waiting: ((params: PublishDiagnosticsParams) => void)[] = [];
  const nextDiagnostics = () => new Promise<PublishDiagnosticsParams>((resolve) => waiting.push(resolve));

  beforeAll(async () => {
    project = makeProject({ 'src/a.ts': text });
    uri = pathToFileURL(project.path('src/a.ts')).href;
    const [up, down] = [new PassThrough(), new PassThrough()];
    serve(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)), shelfPair);
    client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
    client.onNotification(PublishDiagnosticsNotification.type, (params) => {
      published.push(params);
      waiting.shift()?.(params);
    });
    client.listen();
    const workspaceFolders = [{ uri: pathToFileURL(project.folder).href, name: 'test' }];
    const { capabilities } = await client.sendRequest(InitializeRequest.type, {
      processId: null,
      rootUri: null,
      capabilities: {},
      workspaceFolders,
    });
    expect(capabilities).toMatchObject({ hoverProvider: true, codeActionProvider: {} });
    await client.sendNotification(InitializedNotification.type, {});
  });
  afterAll(() => client.dispose());

  it('says what is wrong when a document is opened', async () => {
    const first = nextDiagnostics();
    await client.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: 'typescript', version: 1, text },
    });
    expect((await first).diagnostics).toEqual([
      {
        range: { start: { line: 3, character: 9 }, end: { line: 3, character: 26 } },
        severity: 1,
        code: 'NONE_COMPARED',
        source: 'pintle',
        message: 'message of none-compared',
      },
    ]);
  });

  it('shows both signatures on a call, and nothing elsewhere', async () => {
    const hover = await client.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position: { line: 2, character: 24 },
    });
    expect(hover?.contents).toMatchObject({ kind: 'markdown' });
    const { value } = hover!.contents as { value: string };
    expect(value).toContain('- takeSlot(box: Box | null, low: Slot, high: Slot, note: unknown): Slot');
    expect(value).toContain('+ takeSlot(box: Box, range: Range, note: Note): Outcome<Slot>');
    expect(
      await client.sendRequest(HoverRequest.type, { textDocument: { uri }, position: { line: 1, character: 2 } }),
    ).toBeNull();
  });

  it('moves a call, or the file', async () => {
    const range = { start: { line: 2, character: 22 }, end: { line: 2, character: 22 } };
    const actions = (await client.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range,
      context: { diagnostics: [] },
    })) as CodeAction[];
    expect(actions.map(({ title }) => title)).toEqual([
      'Move takeSlot to the new version',
      'Move this file to the new version',
    ]);
    expect(applied(text, actions[0]!, uri)).toBe(
      text.replace('1, 9', '{ low: 1, high: 9 }').replace('taken === NO_SLOT', '!taken.ok'),
    );
    expect(applied(text, actions[1]!, uri)).toContain('shelf: ShelfNew');
  });

  it('follows changes of a part of the document', async () => {
    const next = nextDiagnostics();
    const range = { start: { line: 3, character: 9 }, end: { line: 3, character: 26 } };
    await client.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range, text: 'taken === 7' }],
    });
    expect((await next).diagnostics).toEqual([]);
  });

  it('clears a document that is closed', async () => {
    const next = nextDiagnostics();
    await client.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    expect(await next).toMatchObject({ uri, diagnostics: [] });
  });
});
