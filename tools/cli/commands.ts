/** The commands, in the order in which help names them. A command is loaded when it is needed. */
import type { Command } from './command.js';

type Load = () => Promise<Command>;

export const commands: ReadonlyMap<string, Load> = new Map<string, Load>([
  ['review', async () => (await import('./commands/review.js')).review],
  ['compare', async () => (await import('./commands/compare.js')).compare],
  ['check', async () => (await import('./commands/check.js')).check],
  ['migrate', async () => (await import('./commands/migrate.js')).migrate],
  ['parity', async () => (await import('./commands/parity.js')).parity],
  ['conform', async () => (await import('./commands/conform.js')).conform],
  ['decode', async () => (await import('./commands/decode.js')).decode],
  ['explain', async () => (await import('./commands/explain.js')).explain],
  ['docs', async () => (await import('./commands/docs.js')).docs],
  ['schema', async () => (await import('./commands/schema.js')).schema],
]);
