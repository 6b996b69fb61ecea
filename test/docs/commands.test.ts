/** What the documents show is what the commands print. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../cli/spawned.test-kit.js';
import { commandsOf, documentsWithCommands, fits, run, scratchFolder } from './console.test-kit.js';

const documents = documentsWithCommands();

describe('commands in documents', () => {
  it.each(documents)('%s', (path) => {
    const folder = scratchFolder();
    try {
      const commands = commandsOf(readFileSync(join(root, path), 'utf8'));
      expect(commands.length).toBeGreaterThan(0);
      for (const { line, command, status, output } of commands) {
        const ran = run(folder, command);
        const where = `${path}:${line}: ${command}`;
        if (!fits(ran.output, output)) expect(ran.output.join('\n'), where).toBe(output.join('\n'));
        expect(ran.status, where).toBe(status);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 240_000);

  it('are in the README and in more than one guide', () => {
    expect(documents).toContain('README.md');
    expect(documents.length).toBeGreaterThan(3);
  });
});

describe('reading and comparing', () => {
  it('a block is split into commands with their output and exit', () => {
    const text = 'a\n```console\n$ one --x\n1\n2\n$ two  # ends with 3\n```\n$ no command\n```console\n$ three\n> four\n> five\nsix\n```\n';
    expect(commandsOf(text)).toEqual([
      { line: 3, command: 'one --x', status: 0, output: ['1', '2'] },
      { line: 6, command: 'two', status: 3, output: [] },
      { line: 12, command: 'three\nfour\nfive', status: 0, output: ['six'] },
    ]);
  });

  it.each([
    [['a', 'b'], ['a', 'b'], true],
    [['a', 'b'], ['a'], false],
    [['a', 'b', 'c'], ['a', '...', 'c'], true],
    [['a', 'c'], ['a', '...', 'c'], true],
    [['a', 'b', 'c'], ['...', 'b', '...'], true],
    [['a', 'b', 'c'], ['a', '...', 'd'], false],
    [[], ['...'], true],
  ])('%j against %j is %s', (lines, pattern, expected) => {
    expect(fits(lines, pattern)).toBe(expected);
  });
});
