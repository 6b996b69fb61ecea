/** Where the types of names come from: the file, its headers, the kernel at large. The first that knows answers. */
import type { CDeclaration } from '../declared.js';
import { knownMembers, knownResults, knownVariables } from './kernel-idioms.js';
import { typeName } from './type-names.js';

export interface NameSource {
  /** Type of member `name` of structure `tag`. */
  member(tag: string, name: string): string | undefined;
  /** Result of a function. */
  result(name: string): string | undefined;
  variable(name: string): string | undefined;
  /** All members of a structure with their types. */
  members(tag: string): ReadonlyMap<string, string> | undefined;
  /** What a typedef stands for. */
  typedef(name: string): string | undefined;
}

/** Declarations of one text. */
export class DeclaredNames implements NameSource {
  readonly #members = new Map<string, string>();
  readonly #results = new Map<string, string>();
  readonly #variables = new Map<string, string>();
  readonly #typedefs = new Map<string, string>();

  constructor(declarations: readonly CDeclaration[]) {
    for (const { kind, name, result, signature } of declarations) {
      if (kind === 'member') keep(this.#members, name, typeName(arrayAsPointer(result)));
      else if (kind === 'function') keep(this.#results, name, typeName(result));
      else if (kind === 'variable') keep(this.#variables, name, typeName(variableType(result, signature, name)));
      else if (kind === 'type' && signature.startsWith('typedef ')) {
        const plain = /^typedef ((?:struct |union |enum )?\w+[\w ]*?\s*\**) ?\w+$/.exec(signature)?.[1];
        if (plain !== undefined) keep(this.#typedefs, name, typeName(plain));
      }
    }
  }

  member(tag: string, name: string): string | undefined {
    return this.#members.get(`${tag}.${name}`);
  }

  result(name: string): string | undefined {
    return this.#results.get(name);
  }

  members(tag: string): ReadonlyMap<string, string> | undefined {
    const prefix = `${tag}.`;
    const own = [...this.#members].filter(([name]) => name.startsWith(prefix));
    return own.length === 0 ? undefined : new Map(own.map(([name, type]) => [name.slice(prefix.length), type]));
  }

  /** Variables of the text that have one of these types. */
  variablesOf(types: ReadonlySet<string>): readonly string[] {
    return [...this.#variables].flatMap(([name, type]) => (types.has(type) ? [name] : []));
  }

  variable(name: string): string | undefined {
    return this.#variables.get(name);
  }

  typedef(name: string): string | undefined {
    return this.#typedefs.get(name);
  }
}

function keep(map: Map<string, string>, name: string, type: string): void {
  if (!map.has(name)) map.set(name, type);
}

/** `u32 [3]` as `u32 *`. */
function arrayAsPointer(type: string): string {
  return type.replace(/(?:\s*\[[^\]]*\])+$/, ' *').replace(/\s*:\s*\d+$/, '');
}

/** The stars stand with the name, not with the type. */
function variableType(type: string, signature: string, name: string): string {
  const near = new RegExp(`(\\*[*\\s]*)${name}\\b`).exec(signature)?.[1] ?? '';
  const isArray = new RegExp(`\\b${name}\\s*\\[`).test(signature);
  return `${type} ${near.replace(/\s/g, '')}${isArray ? '*' : ''}`;
}

/** What every kernel source knows. */
export const kernelNames: NameSource = {
  member: (tag, name) => knownMembers.get(`${tag}.${name}`),
  result: (name) => knownResults.get(name),
  variable: (name) => knownVariables.get(name),
  members: () => undefined,
  typedef: () => undefined,
};

/** A source that is made when something is asked. */
export function lazySource(source: () => NameSource): NameSource {
  return {
    member: (tag, name) => source().member(tag, name),
    result: (name) => source().result(name),
    variable: (name) => source().variable(name),
    members: (tag) => source().members(tag),
    typedef: (name) => source().typedef(name),
  };
}

/** Asks one source after the other. */
export function chained(sources: readonly NameSource[]): NameSource {
  const first = <T>(ask: (source: NameSource) => T | undefined): T | undefined => {
    for (const source of sources) {
      const answer = ask(source);
      if (answer !== undefined) return answer;
    }
    return undefined;
  };
  return {
    member: (tag, name) => first((source) => source.member(tag, name)),
    result: (name) => first((source) => source.result(name)),
    variable: (name) => first((source) => source.variable(name)),
    members: (tag) => first((source) => source.members(tag)),
    typedef: (name) => first((source) => source.typedef(name)),
  };
}
