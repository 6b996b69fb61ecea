/** Calls that a function no longer makes. */
import type { Called } from '../code/calls-in.js';
import type { BodyChange, ComparisonContext } from './body-change.js';
import { nameParts } from './body-change.js';
import type { BodyFacts } from './guards.js';

const silentCalls =
  /^(?:pr_|dev_|printk|trace_|WARN|BUG|IS_ERR|PTR_ERR|ERR_|ERR_PTR|EXPORT_|MODULE_|READ_ONCE|WRITE_ONCE|container_of|sizeof|min|max|likely|unlikely|lockdep_)/;

/** Calls that are gone, that nothing replaces, and that matter to a caller. */
export function droppedCalls(before: BodyFacts, after: BodyFacts, context: ComparisonContext): BodyChange[] {
  const kept = new Set(after.calls.map((call) => call.name));
  const seen = new Set<string>();
  return before.calls.flatMap((call) => {
    if (before.merged.has(call.name)) return [];
    if (kept.has(call.name) || seen.has(call.name) || context.replacedCalls.has(call.name)) return [];
    if (silentCalls.test(call.name) || hasSuccessor(call, before, after)) return [];
    seen.add(call.name);
    return [
      {
        kind: 'call-dropped' as const,
        line: call.line,
        side: 'old' as const,
        text: `no longer calls ${call.name}()`,
        condition: '',
        outcome: '',
        subjects: [call.name],
      },
    ];
  });
}

/** `mutex_lock` that became `spin_lock`: a call that is new here does the same kind of thing. */
function hasSuccessor(call: Called, before: BodyFacts, after: BodyFacts): boolean {
  const known = new Set(before.calls.map((other) => other.name));
  const parts = nameParts(call.name);
  return after.calls.some((other) => {
    if (known.has(other.name)) return false;
    const others = nameParts(other.name);
    return others.at(-1) === parts.at(-1) || parts.filter((part) => others.includes(part)).length >= 2;
  });
}
