import { declarationsOf } from '../code/declarations.js';
import type { Check } from './check.js';

/** An exported function without a comment that says how to use it. */
export const undocumentedExport: Check = {
  id: 'undocumented-export',
  level: 'note',
  certainty: 'certain',
  why: 'Callers in other files know an exported function by its comment: arguments, errors, who owns what.',
  looksAt: (path) => path.endsWith('.c'),
  find: (source) => {
    const declared = declarationsOf(source).filter((one) => one.kind === 'function' && one.hasBody);
    return source.spans.flatMap((span) =>
      [...span.text.matchAll(/^EXPORT_SYMBOL(?:_GPL|_NS|_NS_GPL)?\(\s*([A-Za-z_]\w*)/gm)].flatMap((match) => {
        const name = match[1] ?? '';
        const definition = declared.find((one) => one.name === name);
        if (definition === undefined || definition.documented) return [];
        return [{ line: definition.line, symbol: name, message: 'is exported without a kernel-doc comment' }];
      }),
    );
  },
};
