/** `npm run docs`: writes every generated file that is stale. */
import { fileURLToPath } from 'node:url';
import { writeGenerated } from './documents.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
// The documents are made from what is compiled: a changed scenario or surface needs a second build and a second run.
for (const file of await writeGenerated(root)) console.log(`wrote ${file}`);
