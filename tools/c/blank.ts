/**
 * Makes kernel macros harmless for the grammar, at equal length, so that every offset stays: annotations become blanks,
 * a loop macro becomes `while`.
 */

const plain = [
  '__(?:init|exit|user|kernel|iomem|percpu|rcu|force|nocast|safe|private|must_check|maybe_unused|always_unused|used)',
  '__(?:cold|hot|pure|weak|visible|sched|kprobes|read_mostly|ro_after_init|initdata|initconst|exitdata|exitcall)',
  '__(?:meminit|meminitdata|memexit|cpuinit|devinit|devexit|devinitdata|devinitconst|net_init|net_exit|net_initdata)',
  '__(?:packed|deprecated|noreturn|notrace|noclone|malloc|ref|refdata|refconst|latent_entropy|nostackprotector)',
  '__(?:no_sanitize_address|no_kasan_or_inline|no_kcsan|nocfi|private_extern|randomize_layout|no_randomize_layout)',
  '__(?:always_inline|cacheline_aligned|cacheline_aligned_in_smp|page_aligned_data|page_aligned_bss|flatten)',
  '__(?:noinitretpoline|init_or_module|initdata_or_module|lockfunc|cpuidle|irq_entry|softirq_entry|noscs|no_profile)',
  '____cacheline_(?:aligned|aligned_in_smp|internodealigned_in_smp)',
  'asmlinkage|noinline|noinline_for_stack|notrace|noinstr|__bpf_kfunc|fastcall|nokprobe_inline|__ksym',
].join('|');

const withArguments = [
  '__(?:acquires|releases|acquire|release|must_hold|cond_acquires|aligned|printf|scanf|section|alloc_size|counted_by)',
  '__(?:assume_aligned|copy|alias|guarded_by|counted_by_le|counted_by_be|cleanup)|__attribute__|__attribute',
].join('|');

const annotations = new RegExp(`\\b(?:${plain})\\b(?!\\s*\\()|\\b(?:${withArguments})\\s*\\(`, 'g');
/** A type among the arguments of a macro, as in `container_of(p, struct x, member)` and `min_t(unsigned int, a, b)`. */
const taggedType = /([(,]\s*)(struct|union|enum)(?=\s+\w+\s*[,)])/g;
const plainType = /(\b(?:min_t|max_t|clamp_t)\s*\(\s*|\bva_arg\s*\([^,()]*,\s*)([\w \t*]+?)(?=\s*[,)])/g;
/** `SYSCALL_DEFINE2(name, type, argument)` and other macros that begin a function. */
const definitions = /^([A-Z][A-Z0-9_]+)\(\s*(\w+)[^;{}()]*(?:\([^;{}()]*\)[^;{}()]*)*\)(?=\s*\n\{)/gm;
const loops = /\b\w*for_each\w*\s*\(/g;

/** The text for the grammar. Names in `keep` stay what they are. */
export function blanked(text: string, keep: ReadonlySet<string> = new Set()): string {
  const edits: { start: number; end: number; text: string }[] = [];
  for (const match of text.matchAll(annotations)) {
    const start = match.index;
    const end = match[0].endsWith('(') ? closing(text, start + match[0].length - 1) : start + match[0].length;
    if (end > start && !keep.has(match[0])) edits.push({ start, end, text: '' });
  }
  for (const match of text.matchAll(loops)) {
    const name = match[0].replace(/\s*\($/, '');
    if (!keep.has(name) && isLoop(text, match.index, match.index + match[0].length - 1)) {
      edits.push({ start: match.index, end: match.index + name.length, text: 'while' });
    }
  }
  for (const match of text.matchAll(definitions)) {
    const head = `int ${match[2]}(void)`;
    if (head.length <= match[0].length && !keep.has(match[1] ?? '')) {
      edits.push({ start: match.index, end: match.index + match[0].length, text: head });
    }
  }
  for (const match of text.matchAll(taggedType)) {
    const start = match.index + (match[1] ?? '').length;
    edits.push({ start, end: start + (match[2] ?? '').length, text: '' });
  }
  for (const match of text.matchAll(plainType)) {
    const start = match.index + (match[1] ?? '').length;
    const length = (match[2] ?? '').length;
    edits.push({ start, end: start + length, text: '_'.repeat(length) });
  }
  if (edits.length === 0) return text;
  edits.sort((a, b) => a.start - b.start);
  let out = '';
  let from = 0;
  for (const edit of edits) {
    if (edit.start < from) continue;
    const covered = text.slice(edit.start + edit.text.length, edit.end);
    out += text.slice(from, edit.start) + edit.text + covered.replace(/[^\r\n]/g, ' ');
    from = edit.end;
  }
  return out + text.slice(from);
}

/** Offset behind the bracket that closes the one at `open`, or `open` when it is not near. */
export function closing(text: string, open: number, limit = 4_000): number {
  let depth = 0;
  const last = Math.min(text.length, open + limit);
  for (let at = open; at < last; at++) {
    const letter = text.charCodeAt(at);
    if (letter === 40) depth++;
    else if (letter === 41 && --depth === 0) return at + 1;
  }
  return open;
}

/** A macro that opens a loop begins a statement and a statement follows it. */
function isLoop(text: string, start: number, open: number): boolean {
  const before = /(?:^|[;{}):\\/]|\belse|\bdo)\s*$/.test(text.slice(Math.max(0, start - 80), start));
  if (!before) return false;
  const end = closing(text, open);
  if (end === open) return false;
  return !/^\s*[;),.=&|?<>+*/\]-]/.test(text.slice(end, end + 40).replace(/^\s*\/\*.*?\*\//, ''));
}
