/**
 * The five pointers that C calls `void *`, as five types that cannot stand for each other (reference 2.0).
 * They are nominal by a private field: two classes of equal shape are still two types.
 */

/** The address space of a process (C: `struct mm_struct`). Compared by identity, never by name. */
export class MmStruct {
  readonly #mm = true;
  /** For messages only. */
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  static is(value: unknown): value is MmStruct {
    return typeof value === 'object' && value !== null && #mm in value;
  }
}

/** Private data of one id (C: `void *private`); drivers extend it. */
export class PrivateData {
  readonly #privateData = true;

  static is(value: unknown): value is PrivateData {
    return typeof value === 'object' && value !== null && #privateData in value;
  }
}

/** Private data of a custom allocator (C: `ops.pdata`); drivers extend it. */
export class AllocatorData {
  readonly #allocatorData = true;

  static is(value: unknown): value is AllocatorData {
    return typeof value === 'object' && value !== null && #allocatorData in value;
  }
}

/** What a notification carries of the id (C: `args.pdata`): a view of its private data, not the data's owner. */
export class NotificationData {
  readonly #priv: PrivateData | MmStruct | null;

  constructor(priv: PrivateData | MmStruct | null) {
    this.#priv = priv;
  }

  /** Private data of the id at the time of the event; null when there is none, or when it is an mm. */
  privateData(): PrivateData | null {
    return PrivateData.is(this.#priv) ? this.#priv : null;
  }
}

/** A kind of token that a driver owns; made by `declareTokenKind`, compared by identity. */
export class TokenKind<T extends object> {
  /** Keeps `T` in the type: a kind for one class of tokens does not take another's. */
  declare protected readonly token: (token: T) => T;
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Declares a driver's own kind of token, once, by name (the thread's AMD kfd case). */
export function declareTokenKind<T extends object>(name: string): TokenKind<T> {
  return new TokenKind<T>(name);
}

/**
 * What a set's token is. None: no token, may repeat. Mm: one live set per mm. Own: one live set per (kind, token).
 * Any: every object, may repeat, cannot be looked up.
 */
export type SetToken =
  | { readonly kind: 'none' }
  | { readonly kind: 'mm'; readonly mm: MmStruct }
  | { readonly kind: 'any'; readonly token: object }
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a set does not know its driver's token class
  | { readonly kind: 'own'; readonly of: TokenKind<any>; readonly token: object };

/** The token of a set that nobody looks up, such as the host's. */
export const noToken: SetToken = { kind: 'none' };

/** Token of the set of a process. */
export function mmToken(mm: MmStruct): SetToken {
  return { kind: 'mm', mm };
}

/** Token of no particular kind: kept, and never found again by it. */
export function anyToken(token: object): SetToken {
  return { kind: 'any', token };
}

/** Token of a driver's own kind; `token` must be of the class that the kind was declared for. */
export function ownToken<T extends object>(of: TokenKind<T>, token: T): SetToken {
  return { kind: 'own', of, token };
}
