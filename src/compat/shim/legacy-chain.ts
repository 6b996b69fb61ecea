/** The one global chain of old callers: ranks are numbers there, so the new chains cannot keep its order. */
import {
  NOTIFY_DONE,
  NOTIFY_STOP_MASK,
  type IoasidNbArgs,
  type IoasidNotifyCmd,
  type NotifierBlock,
} from '../../v1-void-token/index.js';

export class LegacyChain {
  readonly #blocks: NotifierBlock[] = [];

  /** Higher priority first, equal ones in order of registration; a block that is there already stays alone. */
  add(nb: NotifierBlock): void {
    if (this.#blocks.includes(nb)) return;
    const before = this.#blocks.findIndex((other) => other.priority < nb.priority);
    this.#blocks.splice(before < 0 ? this.#blocks.length : before, 0, nb);
  }

  remove(nb: NotifierBlock): void {
    const at = this.#blocks.indexOf(nb);
    if (at >= 0) this.#blocks.splice(at, 1);
  }

  /** Answer of the last handler that was called. */
  call(cmd: IoasidNotifyCmd, args: IoasidNbArgs): number {
    let answer: number = NOTIFY_DONE;
    for (const nb of [...this.#blocks]) {
      answer = nb.notifierCall(cmd, args);
      if ((answer & NOTIFY_STOP_MASK) !== 0) break;
    }
    return answer;
  }
}
