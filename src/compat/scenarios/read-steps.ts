/** Reads the steps of one actor. */
import { ScenarioError, type Step, type StepFault, type Value } from './model.js';
import { isName, readOptions, readValue, type WordReader } from './read-words.js';
import type { Word } from './words.js';

/** Steps up to the closing brace, which is taken too. */
export function readSteps(reader: WordReader, line: number): Step[] {
  const steps: Step[] = [];
  let words: Word[] = [];
  const finish = () => {
    if (words.length > 0) steps.push(readStep(words));
    words = [];
  };
  for (;;) {
    if (reader.done()) throw new ScenarioError(line, 'the actor that begins here has no closing }');
    const word = reader.next();
    if (word.quoted || (word.text !== ';' && word.text !== '}')) {
      words.push(word);
      continue;
    }
    finish();
    if (word.text === '}') return steps;
  }
}

function readStep(words: readonly Word[]): Step {
  const [kept, fault] = splitFault(words);
  const named = kept[1]?.text === '=' && isName(kept[0]!.text);
  const [verb, ...rest] = named ? kept.slice(2) : kept;
  const line = words[0]!.line;
  if (verb === undefined) throw new ScenarioError(line, 'a name without a step');
  const firstOption = rest.findIndex((_, index) => rest[index + 1]?.text === '=');
  const positional = firstOption < 0 ? rest : rest.slice(0, firstOption);
  const options = firstOption < 0 ? {} : readOptions(rest.slice(firstOption));
  const args: Value[] = positional.map(readValue);
  return { result: named ? kept[0]!.text : null, verb: verb.text, args, options, fault, line };
}

/** `!kmalloc.nth=2` at the end of a step. */
function splitFault(words: readonly Word[]): [readonly Word[], StepFault | null] {
  const mark = words.findIndex((word) => word.text === '!' && !word.quoted);
  if (mark < 0) return [words, null];
  const [site, sign, count, ...rest] = words.slice(mark + 1);
  const match = /^(\w+)\.nth$/.exec(site?.text ?? '');
  const nth = Number(count?.text);
  if (match === null || sign?.text !== '=' || !Number.isInteger(nth) || nth < 1 || rest.length > 0) {
    throw new ScenarioError(words[mark]!.line, 'a fault of a step is written !kmalloc.nth=2');
  }
  return [words.slice(0, mark), { site: match[1]!, nth }];
}
