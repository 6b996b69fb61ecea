#!/usr/bin/env node
/** The process: the only file that knows stdin, stdout, signals and the exit code. */
import type { Io } from './command.js';
import { NotWrittenError, UsageError } from './errors.js';
import { exitCodes, type Exit } from './exit-codes.js';
import { run } from './run.js';

const io: Io = {
  cwd: process.cwd(),
  env: process.env,
  stdoutIsTty: process.stdout.isTTY === true,
  write: (text) => void process.stdout.write(text),
  note: (text) => void process.stderr.write(text),
  readStdin: async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
    return Buffer.concat(chunks);
  },
};

// A reader that went away (`| head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.on('SIGINT', () => process.exit(exitCodes.interrupted.code));

async function exitOf(argv: readonly string[]): Promise<Exit> {
  try {
    return await run(argv, io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.note(`pintle: ${error.message}\n`);
      return 'usage';
    }
    if (error instanceof NotWrittenError) {
      io.note(`pintle: ${error.message}\n`);
      return 'notWritten';
    }
    io.note(`pintle: a bug of pintle, please report: ${error instanceof Error ? error.stack : String(error)}\n`);
    io.note(`pintle: to repeat: pintle ${argv.join(' ')}\n`);
    return 'internal';
  }
}

process.exitCode = exitCodes[await exitOf(process.argv.slice(2))].code;
