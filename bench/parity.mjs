// What it costs to run both versions on one scenario and to compare what they did to the hardware.
import { SpecMonitors } from '../dist/src/compat/hw-spec/index.js';
import { compareTraces } from '../dist/src/compat/parity/compare.js';
import { parityEngines, ports } from '../dist/src/compat/parity/engines.js';
import { parseScenario } from '../dist/src/compat/scenarios/parse.js';
import { BusLog as BusOfV1 } from '../dist/src/v1-void-token/hw/index.js';
import { BusLog as BusOfV2 } from '../dist/src/v2-typed-token/hw/index.js';

/** Five guest processes, of which one is bound: 12 steps with 60 effects. */
const mixed = `
  p = vfio.alloc v 1..0xfffff
  q = vfio.alloc v 1..0xfffff
  r = vfio.alloc v 1..0xfffff
  s = vfio.alloc v 1..0xfffff
  t = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=7 root=0x12345000
  vfio.unbind v d0 p
  vfio.free v t
  vfio.free v s
  vfio.free v r
  vfio.free v q
  vfio.free v p`;

/** A guest process that is bound on two devices: 6 steps with 142 effects. */
const dense = `
  p = vfio.alloc v 1..0xfffff
  vfio.bind v d0 p guest=7 root=0x12345000
  vfio.bind v d1 p guest=7 root=0x12345000
  vfio.unbind v d1 p
  vfio.unbind v d0 p
  vfio.free v p`;

const head = `psc 1
# Guest processes come and go.
platform vtd
mm A
dev d0@iommu0+ats+pri d1@iommu0+ats
actor vfio {
  v = vfio.open mm=A`;

/** A scenario in which the same happens several times. */
const scenarioText = (cycle, times) => `${head}${cycle.repeat(times)}\n  vfio.close v\n}\nexpect parity\n`;

/** Cycles between two comparisons; their records fit into the ring many times over. */
const batch = 32;

/**
 * Both versions on one machine each, which live on from run to run, and every record that they leave compared.
 * `withMonitors`: the clauses of the specification are held against both sides as well.
 */
function opPairs(cycle, withMonitors) {
  const scenario = parseScenario(scenarioText(cycle, 1));
  const platform = scenario.platforms[0];
  const sides = [ports.v1, ports.v2].map((makePort) => {
    const { mms, devices, faults } = scenario;
    return { port: makePort({ platform, mms, devices, faults }), monitors: new SpecMonitors({ platform: 'vtd' }) };
  });
  const [open, ...rest] = scenario.blocks[0].steps;
  const steps = rest.slice(0, -1);
  for (const { port, monitors } of sides) {
    expectOk(port.perform(open), open);
    monitors.scan(port.bus.trace());
    monitors.settle();
    port.bus.clearTrace();
  }
  const cycles = ({ port, monitors }, count) => {
    for (let done = 0; done < count; done += 1) {
      for (const [index, step] of steps.entries()) {
        port.bus.beginOperation(index + 1);
        expectOk(port.perform(step), step);
      }
    }
    const trace = port.bus.trace();
    port.bus.clearTrace();
    if (withMonitors && monitors.scan(trace).length > 0) throw new Error('a clause of the specification is broken');
    return trace;
  };
  return (operations) => {
    for (let left = Math.ceil(operations / steps.length); left > 0; left -= batch) {
      const count = Math.min(left, batch);
      if (compareTraces(cycles(sides[0], count), cycles(sides[1], count)) !== null) throw new Error('the sides differ');
    }
  };
}

function expectOk(outcome, step) {
  if (outcome.kind !== 'ok') throw new Error(`${step.verb}: ${JSON.stringify(outcome)}`);
}

function record(bus) {
  return (operations) => {
    for (let count = 0; count < operations; count += 1) bus(count);
  };
}

const recordV1 = () => {
  const bus = new BusOfV1();
  return record((count) => bus.log(1, 0, 4, 0x88, count, 0, 0));
};

const recordV2 = () => {
  const bus = new BusOfV2();
  return record((count) => bus.record(1, 0, 4, 0x88, count, 0, 0));
};

/** Two equal recordings that share no memory, as long as those of the longest shipped scenarios. */
function compareEqual() {
  const effects = 2_000;
  const [a, b] = [new BusOfV1(), new BusOfV2()].map((bus) => {
    bus.beginOperation(1);
    for (let count = 0; count < effects; count += 1) {
      if (bus instanceof BusOfV1) bus.log(1, 0, 4, 0x88, count, 0, 0);
      else bus.record(1, 0, 4, 0x88, count, 0, 0);
    }
    return bus.trace();
  });
  return (operations) => {
    for (let left = operations; left > 0; left -= effects) {
      if (compareTraces(a, b) !== null) throw new Error('equal recordings differ');
    }
  };
}

/** A scenario of 50 lines, from its text to the verdict over all three sides, monitors and explanations included. */
function verdict() {
  const lines = scenarioText(dense, 7).trim().split('\n').length;
  if (lines < 50) throw new Error(`the scenario has ${lines} lines`);
  const text = scenarioText(dense, 7);
  return (operations) => {
    for (let count = 0; count < operations; count += 1) {
      const judged = parityEngines.judge('bench', text).verdict;
      if (judged.verdict !== 'equal') throw new Error(`${judged.verdict}: ${judged.first ?? ''}`);
    }
  };
}

const side = 'parity';

const opPairRow = (what, cycle, withMonitors, operations, rest) => ({
  side,
  name: `op-pairs per second, both versions, ${what}`,
  unit: 'ops/s',
  operations,
  prepare: () => opPairs(cycle, withMonitors),
  ...rest,
});

export const rows = [
  opPairRow('record and compare, 5 effects a step', mixed, false, 12 * batch * 100, { target: { least: 1e6 } }),
  opPairRow('with monitors, 5 effects a step', mixed, true, 12 * batch * 40, { target: { least: 1e6 } }),
  opPairRow('record and compare, 24 effects a step', dense, false, 6 * batch * 50, {}),
  { side, name: 'record one effect, v1', operations: 2_000_000, target: { most: 5 }, prepare: recordV1 },
  { side, name: 'record one effect, v2', operations: 2_000_000, target: { most: 5 }, prepare: recordV2 },
  { side, name: 'compare one effect, of 2,000', operations: 1_000_000, target: { most: 1 }, prepare: compareEqual },
  {
    side,
    name: 'verdict for a scenario of 50 lines, all three sides',
    unit: 'ms',
    target: { most: 100 },
    prepare: verdict,
  },
];
