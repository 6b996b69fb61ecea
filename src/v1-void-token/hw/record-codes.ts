/** Codes in the last word of a bus record. */

export const REGION_ROOT = 1;
export const REGION_CONTEXT = 2;
export const REGION_PASID_DIRECTORY = 3;
export const REGION_PASID_TABLE = 4;
export const REGION_INVALIDATION_QUEUE = 5;
export const REGION_QUEUE_STATUS = 6;
export const REGION_PRQ = 7;
export const REGION_STREAM_TABLE = 16;
export const REGION_CD_TABLE = 17;
export const REGION_CD_LEAF = 18;
export const REGION_CMDQ = 19;
export const REGION_EVTQ = 20;
export const REGION_PRIQ = 21;
export const REGION_STREAM_LEAF = 22;
export const REGION_DEVICE_TABLE = 32;
export const REGION_GCR3 = 33;
export const REGION_COMMAND_BUFFER = 34;
export const REGION_COMMAND_SEMAPHORE = 35;
export const REGION_PPR_LOG = 36;
export const REGION_GUEST_DIRECTORY = 48;
export const REGION_GUEST_TABLE = 49;

export const PCI_ATS = 1;
export const PCI_PRI = 2;
export const PCI_PASID = 3;

/** Interrupts of a unit set up; it has no code of its own. */
export const STEP_SETUP_IRQS = 0;
export const STEP_FLUSH_FAULT_QUEUE = 1;
export const STEP_WAIT_FAULT_THREAD = 2;
export const STEP_IOASID_ALLOC = 3;
export const STEP_IOASID_FREE = 4;
export const STEP_BLOCK_VM_ENTRY = 5;
export const STEP_UNBLOCK_VM_ENTRY = 6;
export const STEP_DELIVER_FAULT = 7;
export const STEP_REGISTER_MMU_NOTIFIER = 8;
export const STEP_UNREGISTER_MMU_NOTIFIER = 9;
