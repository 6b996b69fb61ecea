/** `pintle lsp`: the language server, over stdin and stdout. */
import type { Command } from '../command.js';

export const lsp: Command = {
  name: 'lsp',
  summary: 'Serve an editor: diagnostics, quick fixes and hover, over stdin and stdout.',
  usage: 'pintle lsp',
  options: { stdio: { type: 'boolean' } },
  optionHelp: { stdio: 'what editors pass; it is the only way' },
  async run({ pair }) {
    const { createConnection, ProposedFeatures } = await import('vscode-languageserver/node');
    const { serve } = await import('../../lsp/server.js');
    const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
    const closed = new Promise<void>((resolve) => connection.onExit(resolve));
    serve(connection, pair);
    await closed;
    return 'clean';
  },
};
