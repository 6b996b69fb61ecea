/** `pintle review` in this process, with what it wrote. */
import type { ApiPair } from '../../src/compat/pair-model.js';
import { review } from '../../tools/cli/commands/review.js';

export interface Ran {
  readonly exit: string;
  readonly out: string;
  readonly err: string;
}

export interface RunSetup {
  readonly cwd: string;
  readonly pair: ApiPair;
  readonly stdin?: Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly tty?: boolean;
}

/** Runs the command; throws what it throws. */
export async function runCommand(
  positionals: readonly string[],
  values: Readonly<Record<string, string | boolean | readonly string[]>>,
  setup: RunSetup,
): Promise<Ran> {
  let out = '';
  let err = '';
  const exit = await review.run(
    { values, positionals, pair: setup.pair },
    {
      cwd: setup.cwd,
      env: setup.env ?? {},
      stdoutIsTty: setup.tty ?? false,
      write: (text) => void (out += text),
      note: (text) => void (err += text),
      readStdin: () => Promise.resolve(setup.stdin ?? new Uint8Array()),
    },
  );
  return { exit, out, err };
}
