/** From the text form of a scenario to its value. The grammar is in docs/reference/psc.md. */
import { isName, readOptions, readValue, WordReader } from './read-words.js';
import { readSteps } from './read-steps.js';
import {
  platformNames,
  ScenarioError,
  type Block,
  type Device,
  type Expectation,
  type Fault,
  type Platform,
  type PlatformName,
  type Scenario,
  type Schedule,
} from './model.js';
import { checkScenario } from './check.js';
import { actors } from './verbs.js';
import { wordsOf, type Word } from './words.js';

interface Draft {
  shows: string;
  platforms: Platform[];
  mms: string[];
  devices: Device[];
  blocks: Block[];
  faults: Fault[];
  schedule: Schedule;
  expect: Expectation[];
}

/** Parses a scenario. Throws ScenarioError with the line of the first mistake. */
export function parseScenario(text: string): Scenario {
  const lines = wordsOf(text);
  const [shows, rest] = readHead(lines);
  const draft: Draft = {
    shows,
    platforms: [],
    mms: [],
    devices: [],
    blocks: [],
    faults: [],
    schedule: { kind: 'text' },
    expect: [],
  };
  const reader = new WordReader(rest.flatMap(endLine));
  while (!reader.done()) readStatement(reader, draft);
  if (draft.expect.length === 0) draft.expect.push({ kind: 'parity' });
  checkScenario(draft);
  return draft;
}

/** The end of a line ends a statement, as `;` does. */
function endLine(words: readonly Word[]): Word[] {
  const kept = words.filter((word) => word.quoted || !word.text.startsWith('#'));
  const last = kept.at(-1);
  return last === undefined ? [] : [...kept, { text: ';', line: last.line, quoted: false }];
}

function readHead(lines: readonly (readonly Word[])[]): [string, readonly (readonly Word[])[]] {
  const start = lines.findIndex((words) => words.length > 0);
  const first = lines[start] ?? [];
  if (first[0]?.text !== 'psc')
    throw new ScenarioError(Math.max(1, start + 1), 'a scenario begins with the line: psc 1');
  if (first[1]?.text !== '1' || first.length > 2) {
    throw new ScenarioError(start + 1, `version ${first[1]?.text ?? 'missing'}: this reader knows psc 1`);
  }
  const comment = lines[start + 1]?.[0]?.text ?? '';
  if (!/^#\s*\S/.test(comment)) {
    throw new ScenarioError(start + 2, 'the line after psc 1 is a comment that says what the scenario shows');
  }
  return [comment.replace(/^#\s*/, ''), lines.slice(start + 2)];
}

function readStatement(reader: WordReader, draft: Draft): void {
  const word = reader.next();
  switch (word.text) {
    case ';':
      return;
    case 'platform':
      draft.platforms.push(readPlatform(reader));
      return;
    case 'mm':
      draft.mms.push(...reader.untilEnd().map((name) => declaredName(name)));
      return;
    case 'dev':
      readDevices(reader, draft);
      return;
    case 'actor':
      draft.blocks.push(readBlock(reader));
      return;
    case 'fault':
      draft.faults.push(readFault(reader));
      return;
    case 'schedule':
      draft.schedule = readSchedule(reader, word.line);
      return;
    case 'expect':
      draft.expect.push(readExpectation(reader, word.line));
      return;
    default:
      throw new ScenarioError(word.line, `${word.text}: expected platform, mm, dev, actor, fault, schedule or expect`);
  }
}

function declaredName(word: Word): string {
  if (!isName(word.text))
    throw new ScenarioError(word.line, `${word.text}: a name is a letter and then letters or digits`);
  return word.text;
}

function readPlatform(reader: WordReader): Platform {
  const name = reader.next();
  if (!(platformNames as readonly string[]).includes(name.text)) {
    throw new ScenarioError(name.line, `platform ${name.text}: there is ${platformNames.join(', ')}`);
  }
  const options: Record<string, string | number | { min: number; max: number }> = {};
  if (reader.take('{')) {
    while (!reader.take('}')) {
      const key = reader.next();
      if (key.text === ',' || key.text === ';') continue;
      const value = readValue(reader.next());
      options[key.text] = value;
    }
  }
  return { name: name.text as PlatformName, options };
}

function readDevices(reader: WordReader, draft: Draft): void {
  for (const word of reader.untilEnd()) {
    const match = /^([A-Za-z]\w*)(?:@iommu(\d+))?((?:\+\w+)*)$/.exec(word.text);
    if (match === null)
      throw new ScenarioError(word.line, `${word.text}: a device is written d0@iommu0, or d0@iommu0+ats+pri`);
    const features = (match[3] ?? '').split('+').filter((feature) => feature !== '');
    draft.devices.push({
      name: match[1]!,
      iommu: Number(match[2] ?? 0),
      options: Object.fromEntries(features.map((feature) => [feature, 'on'])),
    });
  }
}

function readBlock(reader: WordReader): Block {
  const name = reader.next();
  if (!(actors as readonly string[]).includes(name.text)) {
    throw new ScenarioError(name.line, `actor ${name.text}: there is ${actors.join(', ')}`);
  }
  reader.expect('{', 'the steps of an actor stand between { and }');
  return { actor: name.text, steps: readSteps(reader, name.line) };
}

function readFault(reader: WordReader): Fault {
  const words = reader.untilEnd();
  const site = words[0];
  if (site === undefined) throw new ScenarioError(reader.line(), 'fault needs a site, such as vcmd.status=2');
  if (words[1]?.text === '=') {
    const [, , value, ...rest] = words;
    if (value === undefined) throw new ScenarioError(site.line, `fault ${site.text}= needs a value`);
    return { site: site.text, options: { value: readValue(value), ...readOptions(rest) } };
  }
  return { site: site.text, options: readOptions(words.slice(1)) };
}

function readSchedule(reader: WordReader, line: number): Schedule {
  const [kind, ...rest] = reader.untilEnd();
  if (kind?.text === 'rr') return { kind: 'rr' };
  if (kind?.text === 'text') return { kind: 'text' };
  if (kind?.text === 'order') {
    const names = rest.flatMap((word) => word.text.split(/\s+/)).filter((name) => name !== '');
    if (names.length === 0)
      throw new ScenarioError(line, 'schedule order needs names of actors: order "vfio vfio kvm"');
    return { kind: 'order', actors: names };
  }
  if (kind?.text === 'pct' || kind?.text === 'dfs') {
    throw new ScenarioError(line, `schedule ${kind.text} is not known yet; use text, rr or order`);
  }
  throw new ScenarioError(line, `schedule ${kind?.text ?? ''}: there is text, rr and order`);
}

function readExpectation(reader: WordReader, line: number): Expectation {
  const [kind, id] = reader.untilEnd();
  if (kind?.text === 'parity') return { kind: 'parity' };
  if (kind?.text === 'diverge' && id !== undefined) return { kind: 'diverge', id: id.text };
  throw new ScenarioError(line, 'expect parity, or expect diverge and the id of a declared divergence');
}
