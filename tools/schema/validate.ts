/** Checks a value against one of the schemas. */
import { Ajv, type ValidateFunction } from 'ajv';
import { schemas } from './schemas.js';

const ajv = new Ajv({ allErrors: false, strict: false });
const compiled = new Map<string, ValidateFunction>();

/** What is wrong with the value, in one sentence, or undefined. */
export function violation(name: string, value: unknown): string | undefined {
  let validate = compiled.get(name);
  if (validate === undefined) {
    const schema = schemas[name];
    if (schema === undefined) throw new Error(`no schema ${name}`);
    validate = ajv.compile(schema);
    compiled.set(name, validate);
  }
  if (validate(value)) return undefined;
  const [error] = validate.errors ?? [];
  if (error === undefined) return 'does not fit the schema';
  const where = error.instancePath === '' ? 'the object' : error.instancePath;
  const extra =
    error.keyword === 'additionalProperties'
      ? ` (${String((error.params as { additionalProperty?: string }).additionalProperty)})`
      : '';
  const allowed =
    error.keyword === 'enum' ? `: ${(error.params as { allowedValues: unknown[] }).allowedValues.join(', ')}` : '';
  return `${where} ${error.message ?? 'is wrong'}${extra}${allowed}`;
}
