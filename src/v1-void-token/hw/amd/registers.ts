/** AMD IOMMU registers: offsets and bits (reference hardware 3.1). */

export const MMIO_DEV_TABLE_OFFSET = 0x0000;
export const MMIO_CMD_BUF_OFFSET = 0x0008;
export const MMIO_CONTROL_OFFSET = 0x0018;
export const MMIO_PPR_LOG_OFFSET = 0x0038;
export const MMIO_CMD_HEAD_OFFSET = 0x2000;
export const MMIO_CMD_TAIL_OFFSET = 0x2008;
export const MMIO_STATUS_OFFSET = 0x2020;
export const MMIO_PPR_HEAD_OFFSET = 0x2030;
export const MMIO_PPR_TAIL_OFFSET = 0x2038;

export const CONTROL_CMDBUF_EN = 0x1000;
export const CONTROL_PPRLOG_EN = 0x2000;
export const CONTROL_PPR_EN = 0x8000;

export const STATUS_COM_WAIT_INT = 0x4;
export const STATUS_PPR_INT = 0x40;

export const CMD_BUFFER_SIZE = 8192;
export const PPR_LOG_SIZE = 8192;
/** Log2 of 512 entries, at bit 56. */
const SIZE_512 = 9;

/** Base register of a ring of 512 entries: command buffer or PPR log. Two halves. */
export function ringBase(base: number, length = SIZE_512): readonly [number, number] {
  return [base >>> 0, (Math.floor(base / 0x1_0000_0000) | (length << 24)) >>> 0];
}

/** Device table base register; the size is in pages of 4096 bytes, less one. */
export function deviceTableBase(base: number, pages: number): readonly [number, number] {
  return [(base | (pages - 1)) >>> 0, Math.floor(base / 0x1_0000_0000)];
}
