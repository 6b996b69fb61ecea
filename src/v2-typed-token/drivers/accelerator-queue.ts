/** A work queue of an accelerator, as its drivers program it; a port or a test plays the hardware. */
export interface AcceleratorQueue {
  /** A dedicated queue belongs to one PASID; a shared one takes the PASID with every command. */
  readonly mode: 'dedicated' | 'shared';
  /** Writes the PASID into the configuration of a dedicated queue and enables it. */
  program(pasid: number): void;
  disable(): void;
  /** Waits for what was submitted under a PASID. */
  drain(pasid: number): void;
}
