/** Forgets ids that others gave up. */
import { IOASID_FREE, IOASID_UNBIND, NOTIFY_DONE, NOTIFY_OK, type Ioasid, type IoasidV1, type NotifierBlock } from 'pintle/v1';

export class Watcher {
  readonly #ioasid: IoasidV1;
  readonly #known = new Set<Ioasid>();
  readonly #block: NotifierBlock = {
    priority: 1,
    notifierCall: (cmd, args) => {
      if (cmd !== IOASID_FREE || !this.#known.has(args.id)) return NOTIFY_DONE;
      this.#ioasid.ioasidAttachData(args.id, null);
      return NOTIFY_OK;
    },
  };

  constructor(ioasid: IoasidV1) {
    this.#ioasid = ioasid;
  }

  open(): number {
    return this.#ioasid.ioasidAddNotifier(this.#block);
  }

  close(): void {
    this.#ioasid.ioasidRemoveNotifier(this.#block);
  }

  /** Gives one up: clears its data, then tells the others. */
  forget(id: Ioasid): void {
    this.#known.delete(id);
    this.#ioasid.ioasidAttachData(id, null);
    this.#ioasid.ioasidNotify(id, IOASID_UNBIND);
  }
}
