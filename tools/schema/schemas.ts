/** JSON Schemas of what pintle prints and reads, by name. */

type Schema = Readonly<Record<string, unknown>>;

const text = { type: 'string' } as const;
const whole = { type: 'integer', minimum: 0 } as const;
const positive = { type: 'integer', minimum: 1 } as const;
const list = (items: Schema) => ({ type: 'array', items });
const oneOf = (...values: string[]) => ({ enum: values });

/** An object with these required and these optional properties; more may be added by a later version. */
function object(required: Readonly<Record<string, Schema>>, optional: Readonly<Record<string, Schema>> = {}): Schema {
  return { type: 'object', required: Object.keys(required), properties: { ...required, ...optional } };
}

const group = oneOf('token-typing', 'came-along');
const level = oneOf('error', 'warning', 'note');
const fixLevel = oneOf('safe', 'suggested', 'by-hand', 'none');
const edit = object({ file: text, start: whole, end: whole, text });

const finding = object(
  {
    type: { type: 'string', pattern: '^[A-Z][A-Z0-9_]*$' },
    level,
    certainty: oneOf('certain', 'likely', 'needs-human'),
    file: text,
    line: positive,
    column: positive,
    symbol: text,
    message: text,
    group,
    origin: oneOf('introduced', 'left-behind', 'pre-existing'),
    evidence: oneOf('types', 'test', 'pattern'),
    fix: object({ level: fixLevel }, { edits: list(edit) }),
  },
  { endLine: positive, endColumn: positive, scope: text, fingerprint: text },
);

const notRead = object({ file: text, line: whole, symbol: text, reason: text });
const totals = object({
  error: whole,
  warning: whole,
  note: whole,
  introduced: whole,
  'left-behind': whole,
  'pre-existing': whole,
});
const change = object({
  symbol: text,
  kind: text,
  group,
  status: oneOf('told', 'drift', 'unknown', 'half'),
  old: { type: ['string', 'null'] },
  new: { type: ['string', 'null'] },
});
const site = object({ file: text, line: positive, symbol: text });
const conformTotals = object({ agreed: whole, deviated: whole, mismatched: whole, skipped: whole, notCovered: whole });

function output(
  name: string,
  title: string,
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: `https://pintle.invalid/schema/${name}`,
    title,
    ...object({ schema: { const: name }, ...required }, optional),
  };
}

const check = output('pintle.check/1', 'Report of pintle check', {
  findings: list(finding),
  notRead: list(notRead),
  totals,
});

const findingLine: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://pintle.invalid/schema/pintle.finding/1',
  title: 'One line of pintle check -o ndjson',
  type: 'object',
  required: ['schema', 'kind'],
  properties: { schema: { const: 'pintle.finding/1' }, kind: oneOf('finding', 'not-read', 'totals') },
  oneOf: [
    { properties: { kind: { const: 'finding' } }, allOf: [finding] },
    { properties: { kind: { const: 'not-read' } }, allOf: [notRead] },
    { properties: { kind: { const: 'totals' } }, allOf: [totals] },
  ],
};

const migrate = output('pintle.migrate/1', 'Report of pintle migrate', {
  found: whole,
  written: whole,
  files: list(object({ file: text, sites: whole })),
  notDone: list(object({ file: text, line: positive, column: positive, symbol: text, level: fixLevel, reason: text })),
  notRead: list(notRead),
});

const compare = output('pintle.compare/1', 'Report of pintle compare', { old: text, new: text, changes: list(change) });

const review = output(
  'pintle.review/1',
  'Report of pintle review',
  {
    series: {},
    patches: list(
      object({
        number: whole,
        subject: text,
        messageId: { type: ['string', 'null'] },
        apiDelta: list(change),
        callSites: object({ converted: list(site), left: list(site) }),
        findings: list(finding),
      }),
    ),
    findings: list(finding),
    behaviours: list(object({ id: text, entry: text, status: oneOf('shown', 'not-shown'), scenarios: list(text) })),
    notRead: list(notRead),
  },
  { since: {} },
);

const parity = output(
  'pintle.parity/1',
  'Report of pintle parity',
  {
    scenarios: list(
      object({
        name: text,
        platforms: list(text),
        verdict: oneOf('equal', 'diverges-as-told', 'diverges', 'vacuous', 'outcome-differs'),
        effects: whole,
        divergences: list(text),
      }),
    ),
    totals: { type: 'object' },
  },
  { exploration: { type: 'object' } },
);

const conform = output(
  'pintle.conform/1',
  'Report of pintle conform',
  { kind: oneOf('traces', 'vectors', 'sequences'), files: list(object({ file: text })), totals: conformTotals },
  { profile: text, decisions: list(object({ id: text, fired: whole })) },
);

const explain = output(
  'pintle.explain/1',
  'Answer of pintle explain',
  { kind: oneOf('hazard', 'symbol', 'behaviour', 'rule'), id: text, title: text, text },
  { group, level, bad: { type: 'object' }, good: { type: 'object' }, old: text, new: text },
);

const levels = { type: 'object', additionalProperties: oneOf('error', 'warning', 'note', 'off') };

const config: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://pintle.invalid/schema/pintle.config/1',
  title: 'pintle.config.json',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: text,
    extends: text,
    api: text,
    apis: { type: 'object' },
    paths: list(text),
    ignore: list(text),
    rules: levels,
    output: list(text),
    failOn: oneOf('error', 'warning', 'note', 'never'),
    b4: { type: 'object', properties: { identity: text } },
  },
};

export const schemas: Readonly<Record<string, Schema>> = {
  check,
  compare,
  config,
  conform,
  explain,
  finding: findingLine,
  migrate,
  parity,
  review,
};
