import type { TraceEvent } from './model.js';

/** Collects what happens during one operation, in order. */
export class EventRecorder {
  #events: TraceEvent[] = [];

  record(event: TraceEvent): void {
    this.#events.push(event);
  }

  /** A kernel log line of a level; comparing passes over it. */
  log(level: string): void {
    this.record({ ev: 'log', level });
  }

  /** A WARN that fired. */
  warn(): void {
    this.record({ ev: 'warn' });
  }

  /** The events so far; the recorder is empty afterwards. */
  take(): readonly TraceEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}
