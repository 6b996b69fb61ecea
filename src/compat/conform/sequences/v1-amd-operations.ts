/** Each golden AMD operation as a call of the old API's driver functions. */
import * as hw from '../../../v1-void-token/hw/index.js';
import type { SequenceLine } from '../sequence-model.js';
import type { V1AmdStage } from './v1-amd.js';
import { type Config, mustBe, regionBase, store } from './v1-stage.js';

type Operation = (stage: V1AmdStage, config: Config, line: SequenceLine) => void;

/** What `set_gcr3_replace` adds to the CR3 of its line. */
const replacement = 0x10_0000;
const pprEntryBytes = 16;
const pprLogBytes = 8192;

const first = (stage: V1AmdStage): hw.AmdEndpoint => {
  const [endpoint] = stage.endpoints;
  if (endpoint === undefined) throw new RangeError('the line has no device');
  return endpoint;
};

/** What the driver read from the log, against the line. */
function sameEntry(line: SequenceLine, { devid, pasid, tag, flags, address }: hw.PprEntry): void {
  const decoded = (line.config['decoded'] ?? {}) as Readonly<Record<string, unknown>>;
  const at = typeof address === 'number' ? address : address.hi * 2 ** 32 + address.lo;
  for (const [key, value] of Object.entries({ device: devid, pasid, tag, flags, address: at })) {
    mustBe({ ...line, config: decoded }, key, value);
  }
}

const setGcr3: Operation = ({ domain }, config) => void domain.setGcr3(config.n('pasid'), config.n('cr3'));
const clearGcr3: Operation = ({ domain }, config) => void domain.clearGcr3(config.n('pasid'));

export const v1AmdOperations: Readonly<Record<string, Operation>> = {
  enable_command_buffer: ({ iommus }, _, line) => iommus[0]?.enableCommandBuffer(regionBase(line, 'cmd_buf')),
  enable_ppr_log: ({ iommus }, _, line) => iommus[0]?.enablePprLog(regionBase(line, 'ppr_log')),
  set_device_table: ({ iommus, table }, config) =>
    iommus[0]?.setDeviceTable({ base: table.base, bytes: config.n('bytes') }),
  attach_device: (stage) => stage.domain.doAttach(first(stage)),
  attach_device_full: (stage) => void stage.domain.attachDevice(first(stage)),
  detach_device: (stage) => stage.domain.doDetach(first(stage)),
  detach_device_full(stage) {
    const endpoint = first(stage);
    endpoint.ats = true;
    stage.domain.detachDevice(endpoint);
  },
  set_gcr3: setGcr3,
  set_gcr3_two_iommus: setGcr3,
  set_gcr3_replace: ({ domain }, config) => void domain.setGcr3(config.n('pasid'), config.n('cr3') + replacement),
  clear_gcr3: clearGcr3,
  clear_gcr3_again: clearGcr3,
  clear_gcr3_no_table: clearGcr3,
  clear_gcr3_two_iommus: clearGcr3,
  flush_page: ({ domain }, config) => domain.flushPage(config.n('pasid'), config.n('address')),
  flush_tlb: ({ domain }, config) => domain.flushTlb(config.n('pasid')),
  command_buffer_wrap: ({ domain }, config) => domain.flushTlb(config.n('pasid')),
  complete_ppr(stage, config) {
    const { devid, iommu } = first(stage);
    const answer = { pasid: config.n('pasid'), status: config.n('status'), tag: config.n('tag') };
    hw.completePprRequest(iommu, { devid, ...answer, gn: config.flag('gn') });
  },
  domain_enable_v2({ domain }, config, line) {
    const result = domain.domainEnableV2(config.n('pasids'));
    mustBe(line, 'returns', result);
    if (result === 0) mustBe(line, 'glx', domain.gcr3?.glx ?? -1);
  },
  domain_update_two_iommus: ({ domain }) => domain.update(),
  completion_wait_nothing_queued: ({ iommus }) => void iommus[0]?.completionWait(),
  poll_ppr_log(stage, config, line) {
    const [iommu] = stage.iommus;
    if (iommu === undefined) return;
    const log = regionBase(line, 'ppr_log');
    const slot = config.n('slot') * pprEntryBytes;
    config.words('entry').forEach((word, index) => store(stage.bus, log + slot + 8 * index, word));
    Object.assign(iommu.device, { pprLog: log, pprHead: slot, pprTail: (slot + pprEntryBytes) % pprLogBytes });
    const delivered: hw.PprEntry[] = [];
    hw.pollPprLog(iommu, (entry) => delivered.push(entry));
    mustBe(line, 'delivered', delivered.length);
    for (const entry of delivered) sameEntry(line, entry);
  },
};
