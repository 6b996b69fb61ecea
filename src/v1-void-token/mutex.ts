import { PoisonError } from './poison.js';

/**
 * C: `ioasid_allocator_lock`, a mutex. There is one thread, so taking it twice means that the kernel would wait for itself:
 * a notifier handler or a custom allocator called back into the library.
 */
export class Mutex {
  #held = false;

  get held(): boolean {
    return this.#held;
  }

  lock(where: string): void {
    if (this.#held) throw new PoisonError('deadlock', where);
    this.#held = true;
  }

  unlock(): void {
    this.#held = false;
  }
}
