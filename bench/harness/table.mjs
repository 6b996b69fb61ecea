/** The one table. */

const heads = ['row', 'wall', 'best', 'CPU', 'peak MiB', 'peer', 'peer wall', 'peer CPU', 'ratio', 'target', ''];

/** Three figures that count, thousands set apart. */
export function figure(value) {
  if (value >= 1000) return Math.round(value).toLocaleString('en-US');
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

const mib = (bytes) => (bytes > 0 ? figure(bytes / 2 ** 20) : '');
const pair = (figures) => (figures === undefined ? '-' : figures.map(figure).join(' / '));

function peerCells({ reference, peer, peerName, peerMissing, unit, cpuRatio, ratio }) {
  const times =
    ratio === null ? (cpuRatio === null ? '' : `${figure(cpuRatio)} *`) : `${figure(ratio)} / ${figure(cpuRatio)}`;
  if (peer !== null) {
    return [peerName, `${figure(peer.wall)} ${unit}`, `${figure(peer.cpu)} ${unit}`, times];
  }
  if (reference !== null) {
    const { beside, of, best, median } = reference;
    const text =
      beside === undefined
        ? of
        : `C base ${pair(beside.base)}, v1 ${pair(beside.v1)}, v2 ${pair(beside.v2)}: reference figure`;
    return [text, `${best === undefined ? '' : `${figure(best)} / `}${figure(median)} ${unit} *`, '', times];
  }
  return [peerMissing == null ? '' : `${peerName}: ${peerMissing}`, '', '', ''];
}

function targetText({ target, unit }) {
  if (target === null) return '';
  const parts = [];
  if (target.most !== undefined) parts.push(`<= ${figure(target.most)} ${unit}`);
  if (target.least !== undefined) parts.push(`>= ${figure(target.least)} ${unit}`);
  if (target.ratio !== undefined) parts.push(`<= ${target.ratio} x`);
  if (target.memoryOfPeer === true) parts.push('memory <= peer');
  return parts.join(', ');
}

const marks = new Map([
  [true, 'reached'],
  [false, 'MISSED'],
]);

function cells(record) {
  const name = `${record.side}: ${record.name}`;
  if (record.measured === null) {
    const why = record.failed === null ? record.missing : `FAILED: ${record.failed}`;
    return [name, '', '', '', '', why, '', '', '', targetText(record), ''];
  }
  const { wall, best, cpu, peakBytes } = record.measured;
  return [
    name,
    `${figure(wall)} ${record.unit}`,
    figure(best),
    figure(cpu),
    mib(peakBytes),
    ...peerCells(record),
    targetText(record),
    marks.get(record.reached) ?? '',
  ];
}

const legend = `Medians of the runs, per operation; best is the fastest run by wall time. Peers ran in turn with the row.
ratio: of the row to its peer, wall time / CPU time; the target is one of wall time.
*: figures of another machine (best / median) that cannot be run here; ratio is CPU time to their median.
Targets that are times or rates are held against CPU time: a machine that is shared stretches wall time.
`;

export function renderTable(records, machine) {
  const table = [heads, ...records.map(cells)];
  const widths = heads.map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const left = new Set([0, 5, 9, 10]);
  const line = (row) =>
    row
      .map((cell, column) => (left.has(column) ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  const { cpu, cores, memoryGiB, node, platform, load } = machine;
  const about = `${cpu}, ${cores} cores, ${memoryGiB} GiB, ${platform}, Node ${node}, load ${load.join(' ')}`;
  return `${line(table[0])}\n${rule}\n${table.slice(1).map(line).join('\n')}\n\n${about}\n${legend}`;
}
