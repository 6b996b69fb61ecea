import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What the figures were measured on; the load says how much of it was there for us. */
export function describeMachine() {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    load: loadavg().map((load) => Math.round(load * 10) / 10),
  };
}
