/** From a row and what was measured to the record that is printed, as a table or as JSON. */
import { unitNs } from './measure.mjs';

/** Figures of one side in the unit of the row. */
function inUnit({ wall, best, cpu, peakBytes }, unit) {
  if (unit === 'ops/s') return { wall: 1e9 / wall, best: 1e9 / best, cpu: 1e9 / cpu, peakBytes };
  const one = unitNs[unit];
  return { wall: wall / one, best: best / one, cpu: cpu / one, peakBytes };
}

/** How much longer it takes than the peer does: by wall time, or by CPU time against a figure from elsewhere. */
function ratioTo(row, own, unit, peer) {
  if (peer !== null) return { ratio: own.wall / peer.wall, cpuRatio: own.cpu / peer.cpu };
  if (row.reference === undefined) return { ratio: null, cpuRatio: null };
  const { median } = row.reference;
  return { ratio: null, cpuRatio: unit === 'ops/s' ? median / own.cpu : own.cpu / median };
}

/** Whether a target is reached; null where there is none, or nothing to hold against it. */
function reached(target, own, { ratio }, ownMib, peerMib) {
  if (target === undefined) return null;
  const tests = [];
  if (target.most !== undefined) tests.push(own.cpu <= target.most);
  if (target.least !== undefined) tests.push(own.cpu >= target.least);
  if (target.ratio !== undefined) tests.push(ratio === null ? null : ratio <= target.ratio);
  if (target.memoryOfPeer === true) tests.push(peerMib === null ? null : ownMib <= peerMib);
  return tests.includes(false) ? false : tests.includes(null) ? null : true;
}

export function toRecord(row, measured) {
  const unit = row.unit ?? 'ns';
  const head = {
    side: row.side,
    name: row.name,
    unit,
    target: row.target ?? null,
    reference: row.reference === undefined ? null : { ...row.reference, kind: 'reference figure' },
    peerName: row.peer?.name ?? null,
    note: row.note ?? null,
    missing: measured.missing ?? null,
    failed: measured.failed ?? null,
  };
  if (head.missing !== null || head.failed !== null) return { ...head, measured: null, peer: null, reached: null };
  const own = inUnit(measured, unit);
  const isPeer = (measured.peer ?? null) !== null;
  const peer = isPeer ? inUnit(measured.peer, unit) : null;
  const ratios = ratioTo(row, measured, unit, measured.peer ?? null);
  if (!isPeer && row.reference !== undefined) ratios.cpuRatio = ratioTo(row, own, unit, null).cpuRatio;
  return {
    ...head,
    measured: own,
    peer,
    peerMissing: measured.peerMissing ?? null,
    ...ratios,
    reached: reached(row.target, own, ratios, own.peakBytes, isPeer ? peer.peakBytes : null),
  };
}
