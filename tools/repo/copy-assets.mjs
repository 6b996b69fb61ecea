// Files that tsc does not copy: the C grammar that the C front end loads at run time.
import { cpSync, mkdirSync } from 'node:fs';

mkdirSync('dist/tools/c', { recursive: true });
cpSync('node_modules/tree-sitter-c/tree-sitter-c.wasm', 'dist/tools/c/tree-sitter-c.wasm');
