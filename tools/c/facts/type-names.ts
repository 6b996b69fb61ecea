/** Names of C types in one form: `struct x *`, `unsigned int`, `void **`. */

const dropped =
  /\b(?:const|volatile|static|extern|inline|register|restrict|__restrict|__always_inline|__inline__?|auto|typeof)\b|\b__(?:user|rcu|iomem|percpu|force|kernel|must_check|init|exit|maybe_unused|always_unused|ro_after_init|read_mostly|initdata|private|attribute__|attribute|used|cold|hot|packed|aligned)\b|\basmlinkage\b|\bnoinline\b/g;

/** The one form of a type's text. */
export function typeName(text: string): string {
  const squeezed = text.replace(dropped, ' ').replace(/\s+/g, ' ').trim();
  const stars = squeezed.match(/[*\s]*$/)?.[0].replace(/\s/g, '') ?? '';
  const base = squeezed.replace(/[*\s]*$/, '').replace(/\s*\*\s*/g, ' *');
  const plain = base === 'unsigned' ? 'unsigned int' : base;
  return stars === '' ? plain : `${plain} ${stars}`;
}

export function pointerTo(type: string): string {
  return type.endsWith('*') ? `${type}*` : `${type} *`;
}

/** What a pointer points to, or null. */
export function pointeeOf(type: string): string | null {
  return type.endsWith('*') ? type.slice(0, -1).trim() : null;
}

export function isPointer(type: string | null): boolean {
  return type !== null && type.endsWith('*');
}

/** `x` of `struct x` and of `struct x *`. */
export function tagOf(type: string): string | null {
  return /^(?:struct|union) (\w+)(?: \*+)?$/.exec(type)?.[1] ?? null;
}
