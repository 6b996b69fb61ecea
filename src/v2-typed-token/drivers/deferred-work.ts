/** The one ordered queue for work that may sleep; handlers may not. `Machine` is one. */
export interface DeferredWork {
  queueWork(work: () => void): void;
}
