/**
 * `npm run docs`: writes every generated file that is stale. With `sources`, only those that have to be compiled before the
 * documents can be made from them.
 */
import { fileURLToPath } from 'node:url';
import { writeGenerated, writeSources } from './documents.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const written = process.argv[2] === 'sources' ? await writeSources(root) : await writeGenerated(root);
for (const file of written) console.log(`wrote ${file}`);
