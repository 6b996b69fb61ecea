/** The forms of lines that people have: bare words, ftrace, debugfs dumps. Field order as the kernel prints it. */

export interface WordsLine {
  readonly form: 'words';
  readonly words: readonly bigint[];
}

/** `qi_submit`: mnemonic, unit, four words. */
export interface SubmitLine {
  readonly form: 'submit';
  readonly unit: string;
  readonly words: readonly bigint[];
}

/** A slot of the debugfs invalidation queue: index, two or four words, status. */
export interface SlotLine {
  readonly form: 'slot';
  readonly index: number;
  readonly words: readonly bigint[];
  readonly status: bigint;
}

/** A row of the debugfs translation structures: device, root, context, PASID, its entry; high words are printed first. */
export interface TableRow {
  readonly form: 'row';
  readonly device: string;
  readonly root: readonly bigint[];
  readonly context: readonly bigint[];
  readonly pasid: number;
  readonly entry: readonly bigint[];
}

/** A row of the debugfs register set: name, offset, contents. */
export interface RegisterRow {
  readonly form: 'register';
  readonly offset: number;
  readonly words: readonly bigint[];
}

/** Fields to encode: `PASID=76 DID=18`. */
export interface FieldsLine {
  readonly form: 'fields';
  readonly inputs: Readonly<Record<string, bigint>>;
}

export type LineForm =
  | WordsLine
  | SubmitLine
  | SlotLine
  | TableRow
  | RegisterRow
  | FieldsLine
  | { readonly form: 'queue-of'; readonly unit: string }
  | { readonly form: 'pointers'; readonly head: number; readonly tail: number }
  | { readonly form: 'heading' | 'empty' }
  | { readonly form: 'wrong'; readonly why: string };

const submit =
  /(?:^|\s)(?:qi_submit:\s+)?([a-z_]+|0x[0-9a-f]+)\s+(\S+):\s+(0x[0-9a-f]{1,16}(?:\s+0x[0-9a-f]{1,16}){3})\s*$/i;
const queueOf = /^Invalidation queue on IOMMU:\s*(\S+)/;
const pointers = /^Base:\s*0x[0-9a-f]+\s+Head:\s*(\d+)\s+Tail:\s*(\d+)$/i;
const slot = /^(\d{1,5})\t((?:[0-9a-f]{16}\s+){2}|(?:[0-9a-f]{16}\s+){4})([0-9a-f]{8,16})$/i;
const row =
  /^([0-9a-f]{2}:[0-9a-f]{2}\.[0-7])\s+(0x[0-9a-f]{16}):(0x[0-9a-f]{16})\s+(0x[0-9a-f]{16}):(0x[0-9a-f]{16})\s+(-?\d+)\s+(0x[0-9a-f]{16}):(0x[0-9a-f]{16}):(0x[0-9a-f]{16})$/i;
const registerRow = /^([A-Z][A-Z0-9_]*)\s+(0x[0-9a-f]{2,5})\s+(0x[0-9a-f]{16})$/i;
const headings =
  /^(#|Index\s+qw0|B\.D\.F\s|IOMMU\b|Name\s+Offset|DMA Remapping is not|\*{4}|CPU:|_-+=>|\/ _-|\| \/|\|\| \/|tracer:|entries-in-buffer)/;
const fields = /^\s*[A-Za-z][\w.]*=\S+(\s+[A-Za-z][\w.]*=\S+)*\s*$/;
const word = /^(0x)?[0-9a-f]{1,16}$/i;

/** Reads one line; what has no other form must be hex words. */
export function lineForm(text: string): LineForm {
  const line = text.trim();
  if (line === '') return { form: 'empty' };
  const known = dumpForm(line) ?? submitForm(line);
  if (known !== undefined) return known;
  if (fields.test(line)) return fieldsForm(line);
  if (headings.test(line)) return { form: 'heading' };
  const parts = line.split(/[\s,;]+/).filter((part) => part !== '');
  const wrong = parts.find((part) => !word.test(part));
  if (wrong !== undefined) return { form: 'wrong', why: `"${shown(wrong)}" is no hex word of at most 64 bits` };
  return { form: 'words', words: parts.map(hexWord) };
}

function dumpForm(line: string): LineForm | undefined {
  const unit = queueOf.exec(line)?.[1];
  if (unit !== undefined) return { form: 'queue-of', unit };
  const at = pointers.exec(line);
  if (at !== null) return { form: 'pointers', head: Number(at[1]), tail: Number(at[2]) };
  const entry = slot.exec(line);
  if (entry !== null) {
    const [, index = '', words = '', status = ''] = entry;
    return {
      form: 'slot',
      index: Number(index),
      words: words.trim().split(/\s+/).map(hexWord),
      status: hexWord(status),
    };
  }
  const found = row.exec(line);
  if (found !== null) {
    const [, device = '', rootHigh, root, contextHigh, context, pasid, third, second, first] = found;
    const words = (...texts: readonly (string | undefined)[]): bigint[] => texts.map((text = '0') => hexWord(text));
    return {
      form: 'row',
      device,
      root: words(root, rootHigh),
      context: words(context, contextHigh),
      pasid: Number(pasid),
      entry: words(first, second, third),
    };
  }
  const register = registerRow.exec(line);
  if (register === null) return undefined;
  return { form: 'register', offset: Number(register[2]), words: [hexWord(register[3] ?? '0')] };
}

function submitForm(line: string): SubmitLine | undefined {
  const found = submit.exec(line);
  if (found === null) return undefined;
  return { form: 'submit', unit: found[2] ?? '', words: (found[3] ?? '').split(/\s+/).map(hexWord) };
}

function fieldsForm(line: string): LineForm {
  const inputs: Record<string, bigint> = {};
  for (const part of line.split(/\s+/)) {
    const [name = '', value = ''] = part.split('=');
    if (!/^(0x[0-9a-f]{1,16}|\d{1,20})$/i.test(value))
      return { form: 'wrong', why: `${name}: "${shown(value)}" is no number` };
    inputs[name] = BigInt(value);
  }
  return { form: 'fields', inputs };
}

const hexWord = (text: string): bigint => BigInt(/^0x/i.test(text) ? text : `0x${text}`);

/** Untrusted text for a message: printable, short. */
function shown(text: string): string {
  const clean = text.replace(/[^\x20-\x7e]/g, '?');
  return clean.length > 40 ? `${clean.slice(0, 40)}...` : clean;
}
