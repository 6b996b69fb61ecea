/** Blocks of a function under construction; `current` is where events go. */
import type { FlowAssumption, FlowEvent, Place, Span } from '../../call-sites/model.js';

interface Draft {
  readonly events: FlowEvent[];
  readonly next: { to: number; assume: readonly FlowAssumption[] }[];
  exit?: { by: 'return' | 'throw' | 'end'; at: Span };
}

export class FlowBlocks {
  readonly blocks: Draft[] = [];
  current: number;
  /** Places outside of the function that results were put into: whoever has them afterwards holds what was got. */
  readonly #kept = new Set<Place>();

  constructor() {
    this.current = this.block();
  }

  keep(place: Place): void {
    this.#kept.add(place);
  }

  block(): number {
    this.blocks.push({ events: [], next: [] });
    return this.blocks.length - 1;
  }

  emit(event: FlowEvent): void {
    this.blocks[this.current]!.events.push(event);
  }

  edge(to: number, assume: readonly FlowAssumption[] = []): void {
    this.blocks[this.current]!.next.push({ to, assume });
  }

  /** Runs to `to` and goes on there. */
  join(to: number): void {
    this.edge(to);
    this.current = to;
  }

  exit(by: 'return' | 'throw' | 'end', at: Span): void {
    this.#handOver(at);
    this.blocks[this.current]!.exit = { by, at };
    this.current = this.block();
  }

  #handOver(at: Span): void {
    for (const place of this.#kept) this.emit({ kind: 'use', place, at, escapes: true, how: 'stored' });
  }
}
