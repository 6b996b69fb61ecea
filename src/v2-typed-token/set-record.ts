/** One set of ids, as the allocator keeps it. Callers see it as an opaque `IoasidSet`. */
import type { IoasidSet } from './api.js';
import { NotifierChain } from './notifier-chain.js';
import type { MmStruct, SetToken, TokenKind } from './pointers.js';

/** Numbers of the kinds of tokens; 1 and 2 are those of the posted series. */
export const tokenKindNumbers = { none: 1, mm: 2, any: 3, own: 4 } as const;

export class SetRecord {
  /** Number of the set, lowest free from 0. */
  readonly sid: number;
  readonly kind: SetToken['kind'];
  /** The mm, the object, or null. Kept as long as the set is: nobody else can get its identity. */
  readonly token: object | null;
  readonly of: TokenKind<object> | null;
  /** As given; the comparison with the count is a signed one. */
  quota: number;
  /** Ids that count against the quota. */
  count = 0;
  /** References. */
  refs = 1;
  /** First record of the list, -1 for none. */
  first = -1;
  /** Members that the list has. */
  listed = 0;
  readonly chain = new NotifierChain();
  /** True from the last put on, while members that others hold keep the set. */
  closing = false;
  /** False once it is gone. */
  alive = true;
  #spids: Map<number, number> | null = null;

  constructor(sid: number, token: SetToken, quota: number) {
    this.sid = sid;
    this.kind = token.kind;
    this.token = token.kind === 'mm' ? token.mm : token.kind === 'none' ? null : token.token;
    this.of = token.kind === 'own' ? (token.of as TokenKind<object>) : null;
    this.quota = quota;
  }

  /** Guest id to slot, of members that have one. Most sets never have: they need no map. */
  get spids(): Map<number, number> {
    return (this.#spids ??= new Map<number, number>());
  }

  /** The token as its creator gave it. */
  typedToken(): SetToken {
    if (this.kind === 'mm') return { kind: 'mm', mm: this.token as MmStruct };
    if (this.kind === 'any') return { kind: 'any', token: this.token! };
    if (this.kind === 'own') return { kind: 'own', of: this.of!, token: this.token! };
    return { kind: 'none' };
  }

  /** The set as callers hold it. */
  get handle(): IoasidSet {
    return this as unknown as IoasidSet;
  }
}

/** The record behind a caller's set, or null for something that this library never made. */
export function recordOf(set: IoasidSet): SetRecord | null {
  return (set as unknown) instanceof SetRecord ? (set as unknown as SetRecord) : null;
}
