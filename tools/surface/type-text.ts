/** Types as text, brought to one form so that equal ones compare equal. */

const cWords =
  /\b(?:extern|static|inline|__must_check|__user|__rcu|__iomem|__force|__maybe_unused|register|restrict)\b/g;

/** `struct x  *p` and `struct x* p` alike; `unsigned` is `unsigned int`. */
export function normalType(type: string): string {
  return type
    .replace(cWords, ' ')
    .replace(/\bunsigned\b(?!\s+(?:int|char|short|long))/g, 'unsigned int')
    .replace(/\b(long|short)(?: long)?\s+int\b/g, (text) => text.replace(/\s+int$/, ''))
    .replace(/\s+/g, ' ')
    .replace(/\s*([*(),|&<>[\]{};:=?])\s*/g, '$1')
    .replace(/^\|/, '')
    .trim();
}

/** The type that a pointer points to, or null. */
export function pointee(type: string): string | null {
  const text = normalType(type)
    .replace(/\bconst\b/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return text.endsWith('*') ? text.slice(0, -1).trim() : null;
}

export function isVoidPointer(type: string): boolean {
  return pointee(type) === 'void';
}
