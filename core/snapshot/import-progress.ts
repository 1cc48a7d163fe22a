import type { PauseGate } from "../pause-gate.ts";
import { TimeSlice } from "../time-slice.ts";

/** The progress of an import. Bytes are those of contents. */
export interface ImportProgress {
  readonly phase: "looking" | "reading" | "finishing";
  /** Number of files found so far, then of all files. */
  readonly files: number;
  readonly filesDone: number;
  readonly bytes: number;
  readonly bytesDone: number;
  /** Bytes of chunks that the store did not have. */
  readonly newBytes: number;
}

/** How an import is watched, paused and stopped. */
export interface ImportWatch {
  readonly signal?: AbortSignal | undefined;
  readonly gate?: PauseGate | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

/** Counts how far an import is, and reports that. */
export class ImportCount {
  readonly now: { -readonly [K in keyof ImportProgress]: ImportProgress[K] } = {
    phase: "looking",
    files: 0,
    filesDone: 0,
    bytes: 0,
    bytesDone: 0,
    newBytes: 0,
  };
  /** Reports at the end of each slice. */
  readonly slice: TimeSlice;
  readonly #onProgress: ImportWatch["onProgress"];

  constructor({ signal, gate, onProgress }: ImportWatch) {
    this.#onProgress = onProgress;
    this.slice = new TimeSlice(signal, { gate, onEnd: () => this.report() });
  }

  report(): void {
    this.#onProgress?.({ ...this.now });
  }
}
