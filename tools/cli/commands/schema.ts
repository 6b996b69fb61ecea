/** `pintle schema NAME`: the JSON Schema of an output. */
import { schemas } from '../../schema/schemas.js';
import type { Command } from '../command.js';
import { UsageError } from '../errors.js';
import { nearest } from '../nearest.js';

export const schema: Command = {
  name: 'schema',
  summary: 'Print the JSON Schema of an output.',
  usage: 'pintle schema NAME',
  options: {},
  optionHelp: {},
  run({ positionals }, io) {
    const names = Object.keys(schemas);
    const [name, ...more] = positionals;
    if (name === undefined || more.length > 0) throw new UsageError(`schema: name one of ${names.join(', ')}`);
    const key = name.replace(/^pintle\./, '').replace(/\/\d+$/, '');
    const found = Object.hasOwn(schemas, key) ? schemas[key] : undefined;
    if (found === undefined) {
      const meant = nearest(key, names);
      throw new UsageError(
        `schema ${name}: no such schema; ${meant === undefined ? `there is ${names.join(', ')}` : `did you mean ${meant}?`}`,
      );
    }
    io.write(`${JSON.stringify(found, null, 2)}\n`);
    return Promise.resolve('clean');
  },
};
