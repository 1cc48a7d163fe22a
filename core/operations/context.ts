import type { Clock } from "../clock.ts";
import type { FileWrites } from "../files/file-writes.ts";
import type { RunMerger } from "../merge/content/merge-contents.ts";
import type { PauseGate } from "../pause-gate.ts";
import type { ContentWorker } from "../snapshot/content-protocol.ts";

/** How one call of an operation is watched, paused and stopped. */
export interface CallContext<Progress = unknown> {
  readonly signal: AbortSignal;
  readonly gate: PauseGate;
  readonly onProgress: (progress: Progress) => void;
}

/** The parts that operations work with, the same for all of them. */
export interface WriterParts {
  readonly files: FileWrites;
  readonly clock: Clock;
  /** Gives who reads contents. */
  readonly workers: () => readonly ContentWorker[];
  /** Merges contents. */
  readonly merger: RunMerger;
}
