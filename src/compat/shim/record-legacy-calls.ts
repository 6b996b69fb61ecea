/** Writes down every call that a running program still makes the old way, with the place it comes from. */
import type { IoasidV1 } from '../../v1-void-token/index.js';

/** One call: symbol, and the caller's place as `file:line:column`, or `unknown`. */
export interface LegacyCall {
  readonly symbol: keyof IoasidV1;
  readonly at: string;
}

/** The same API, with `record` told of each call before it is made. */
export function recordLegacyCalls(api: IoasidV1, record: (call: LegacyCall) => void): IoasidV1 {
  return new Proxy(api, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property);
      if (typeof member !== 'function' || typeof property !== 'string') return member;
      return (...args: unknown[]): unknown => {
        record({ symbol: property as keyof IoasidV1, at: callerPlace(new Error().stack ?? '') });
        return Reflect.apply(member, target, args) as unknown;
      };
    },
  });
}

/** Second frame of a stack: the first is the recorder itself. */
function callerPlace(stack: string): string {
  const frame = stack.split('\n')[2] ?? '';
  return /\(?((?:file:\/\/)?[^()\s]+:\d+:\d+)\)?$/.exec(frame)?.[1] ?? 'unknown';
}
