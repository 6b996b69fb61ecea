/** Drawing of an entry's bits: one row per 64-bit word, highest bit left, with the same facts as text beside it. */
import type { Decoded, DecodedField, Field } from '../../src/compat/hw-spec/index.js';

const bitWidth = 14;
const rowBits = 64;
const boxHeight = 60;
const rowHeight = 96;
const lineHeight = 18;
const margin = 16;
const characterWidth = 7.3;
/** Characters of a small name that stand upright above a value. */
const longestUpright = 7;

export interface Drawing {
  readonly decoded: Decoded;
  readonly caption: string;
  /** Names of fields that differ from another entry; they are hatched and say so. */
  readonly differs?: ReadonlySet<string>;
}

export const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);

/** A whole SVG of one or more entries. `currentColor` follows the page; nothing is told by colour alone. */
export function bitFieldSvg(drawings: readonly Drawing[]): string {
  const width = rowBits * bitWidth + 2 * margin;
  let top = margin;
  const parts: string[] = [];
  for (const drawing of drawings) {
    parts.push(...drawOne(drawing, top));
    top += heightOf(drawing);
  }
  const title = drawings.map(({ caption }) => caption).join('; ');
  const description = drawings.map((drawing) => `${drawing.caption}: ${factsOf(drawing).join('; ')}`).join('. ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="bits-title bits-desc" width="${String(width)}" height="${String(top)}" viewBox="0 0 ${String(width)} ${String(top)}" fill="none" stroke="currentColor" font-family="monospace" font-size="12">`,
    `<title id="bits-title">${escapeXml(title)}</title>`,
    `<desc id="bits-desc">${escapeXml(description)}</desc>`,
    '<defs><pattern id="bits-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V6" stroke="currentColor" stroke-width="1" opacity="0.5"/></pattern></defs>',
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

/** Words to draw: all of the entry, with zero words at the end left out. */
function drawnWords({ decoded: { words } }: Drawing): number {
  let count = words.length;
  while (count > 1 && words[count - 1] === 0n) count -= 1;
  return count;
}

function heightOf(drawing: Drawing): number {
  return lineHeight * 2 + drawnWords(drawing) * rowHeight + (factsOf(drawing).length + 1) * lineHeight + margin;
}

function factsOf({ decoded, differs }: Drawing): string[] {
  const facts = decoded.fields
    .filter(({ value, name }) => value !== 0n || differs?.has(name) === true)
    .map(
      (field) =>
        `bits ${field.bits} ${field.name} = ${field.text}${differs?.has(field.name) === true ? ' (differs)' : ''}`,
    );
  const unnamed = decoded.unnamed.flatMap((bits, word) => {
    return bits === 0n ? [] : [`word ${String(word)}: bits 0x${bits.toString(16)} have no field`];
  });
  return facts.length + unnamed.length === 0 ? ['all fields are 0'] : [...facts, ...unnamed];
}

function drawOne(drawing: Drawing, top: number): string[] {
  const parts = [textAt(margin, top + lineHeight - 4, drawing.caption, 'bold')];
  const count = drawnWords(drawing);
  for (let word = 0; word < count; word += 1)
    parts.push(...drawWord(drawing, word, top + lineHeight * 2 + word * rowHeight));
  let line = top + lineHeight * 2 + count * rowHeight + lineHeight;
  for (const fact of factsOf(drawing)) {
    parts.push(textAt(margin, line, fact));
    line += lineHeight;
  }
  return parts;
}

function drawWord({ decoded, differs }: Drawing, word: number, top: number): string[] {
  const boxes = decoded.structure.fields.flatMap((field) => {
    const shown = decoded.fields.find(({ name }) => name === field.name);
    return boxesOf(field, word).map((box) => ({ ...box, field: shown, differs: differs?.has(field.name) === true }));
  });
  const parts = [
    `<rect x="${String(margin)}" y="${String(top)}" width="${String(rowBits * bitWidth)}" height="${String(boxHeight)}"/>`,
  ];
  const unnamed = decoded.unnamed[word] ?? 0n;
  for (const { high, low } of runsOf(unnamed)) parts.push(boxAt(high, low, top, true));
  for (const { high, low, field, differs: marked } of boxes) {
    parts.push(boxAt(high, low, top, marked), ...boxText(high, low, top, field));
    parts.push(...bitNumbers(word, high, low, top));
  }
  parts.push(
    textAt(
      margin,
      top + boxHeight + 15,
      `qw${String(word)} 0x${(decoded.words[word] ?? 0n).toString(16).padStart(16, '0')}`,
    ),
  );
  return parts;
}

const boxesOf = (field: Field, word: number): { readonly high: number; readonly low: number }[] =>
  field.runs
    .filter((run) => Math.floor(run.low / rowBits) === word)
    .map((run) => ({ low: run.low % rowBits, high: (run.low % rowBits) + run.width - 1 }));

function runsOf(mask: bigint): { high: number; low: number }[] {
  const runs: { high: number; low: number }[] = [];
  for (let bit = 0; bit < rowBits; bit += 1) {
    if (((mask >> BigInt(bit)) & 1n) === 0n) continue;
    const last = runs.at(-1);
    if (last !== undefined && last.high === bit - 1) last.high = bit;
    else runs.push({ high: bit, low: bit });
  }
  return runs;
}

/** Left edge of a bit: bit 63 stands left. */
const leftOf = (bit: number): number => margin + (rowBits - 1 - bit) * bitWidth;

function boxAt(high: number, low: number, top: number, hatched: boolean): string {
  const fill = hatched ? ' fill="url(#bits-hatch)"' : '';
  const width = (high - low + 1) * bitWidth;
  return `<rect x="${String(leftOf(high))}" y="${String(top)}" width="${String(width)}" height="${String(boxHeight)}"${fill}/>`;
}

/** Name above, value below; a name that is too long for its box stands upright, or in the list only. */
function boxText(high: number, low: number, top: number, field: DecodedField | undefined): string[] {
  if (field === undefined) return [];
  const left = leftOf(high);
  const width = (high - low + 1) * bitWidth - 4;
  const value = field.text.split(' ')[0] ?? '';
  const parts = value.length * characterWidth <= width ? [textAt(left + 3, top + boxHeight - 6, value)] : [];
  if (field.name.length * characterWidth <= width) parts.push(textAt(left + 3, top + 16, field.name));
  else if (field.name.length <= longestUpright) parts.push(uprightAt(left + 10, top + boxHeight - 18, field.name));
  return parts;
}

function uprightAt(x: number, y: number, text: string): string {
  const turn = `transform="rotate(-90 ${String(x)} ${String(y)})"`;
  return `<text x="${String(x)}" y="${String(y)}" font-size="9" ${turn} fill="currentColor" stroke="none">${escapeXml(text)}</text>`;
}

function bitNumbers(word: number, high: number, low: number, top: number): string[] {
  const number = (bit: number, at: number, anchor: string): string => {
    const place = `x="${String(at)}" y="${String(top - 4)}" font-size="9" text-anchor="${anchor}"`;
    return `<text ${place} fill="currentColor" stroke="none">${String(word * rowBits + bit)}</text>`;
  };
  const right = leftOf(low) + bitWidth - 1;
  if (high === low) return high % 2 === 0 ? [] : [number(high, leftOf(high) + bitWidth / 2, 'middle')];
  return (high - low + 1) * bitWidth >= 40 ? [number(high, leftOf(high) + 1, 'start'), number(low, right, 'end')] : [];
}

function textAt(x: number, y: number, text: string, weight = 'normal'): string {
  const style = weight === 'normal' ? '' : ` font-weight="${weight}"`;
  return `<text x="${String(x)}" y="${String(y)}"${style} fill="currentColor" stroke="none">${escapeXml(text)}</text>`;
}

/** The same facts as an HTML table, to stand beside the drawing. */
export function bitFieldTable({ decoded, caption, differs }: Drawing): string {
  const rows = decoded.fields.map(({ bits, name, text }) => {
    const mark = differs?.has(name) === true ? ' <strong>differs</strong>' : '';
    return `<tr><td>${escapeXml(bits)}</td><th scope="row">${escapeXml(name)}</th><td>${escapeXml(text)}${mark}</td></tr>`;
  });
  const head = '<thead><tr><th scope="col">Bits</th><th scope="col">Field</th><th scope="col">Value</th></tr></thead>';
  return `<table><caption>${escapeXml(caption)}</caption>${head}<tbody>${rows.join('')}</tbody></table>\n`;
}
