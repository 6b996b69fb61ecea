/** What the witnesses show fits the knowledge about them, though they import none of it: statements for the compiler. */
import { expectTypeOf } from 'vitest';
import type { RecordedBus } from '../../src/compat/hw-spec/trace.js';
import type { v1OverV2 } from '../../src/compat/index.js';
import type { BusLog as OldBus } from '../../src/v1-void-token/hw/index.js';
import type { IoasidV1 } from '../../src/v1-void-token/index.js';
import type { BusLog as NewBus } from '../../src/v2-typed-token/hw/index.js';
import type { IoasidV2, MmStruct, PrivateData, SetToken } from '../../src/v2-typed-token/index.js';

// The bus of each side can be read as a trace.
expectTypeOf<OldBus>().toExtend<RecordedBus>();
expectTypeOf<NewBus>().toExtend<RecordedBus>();

// The shim is an old API over a new one.
expectTypeOf<typeof v1OverV2>().toEqualTypeOf<(v2: IoasidV2) => IoasidV1>();

// Token, mm and private data are three things in the new version, and nothing in the old one.
expectTypeOf<PrivateData>().not.toExtend<MmStruct>();
expectTypeOf<MmStruct>().not.toExtend<PrivateData>();
expectTypeOf<MmStruct>().not.toExtend<SetToken>();
expectTypeOf<Parameters<IoasidV1['ioasidAllocSet']>[0]>().toBeUnknown();
expectTypeOf<Parameters<IoasidV2['ioasidAllocSet']>[0]>().toEqualTypeOf<SetToken>();
