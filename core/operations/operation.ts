import type { Clock } from "../clock.ts";
import type { FileWrites } from "../files/file-writes.ts";
import type { ReflogEntry } from "../labels/label-store.ts";
import type { RunMerger } from "../merge/content/merge-contents.ts";
import type { Reconciliation } from "../objects/reconcile.ts";
import type { PauseGate } from "../pause-gate.ts";
import type { ContentWorker } from "../snapshot/content-protocol.ts";
import type { OpenedStore } from "../store/open.ts";
import type { OpenMounts } from "./open-mounts.ts";

/** How one call of an operation is watched, paused and stopped. */
export interface CallContext<Progress = unknown> {
  readonly signal: AbortSignal;
  readonly gate: PauseGate;
  readonly onProgress: (progress: Progress) => void;
}

/** The parts that operations work with, the same for all of them. */
export interface OperationParts {
  readonly files: FileWrites;
  readonly clock: Clock;
  /** Gives who reads contents. */
  readonly workers: () => readonly ContentWorker[];
  /** Merges contents. */
  readonly merger: RunMerger;
}

/** All that an operation gets besides the store and the request. */
export interface OperationContext<Progress = unknown> extends CallContext<Progress>, OperationParts {
  readonly mounts: OpenMounts;
  /** What opening the store brought in line. */
  readonly reconciliation: Reconciliation;
  /** Looks for packs that the index does not know; tells whether there were any. */
  reload(): boolean;
  /** Does what is due after a move once other work allows. It never fails, and nobody waits for it. */
  keepUpLater(entry: ReflogEntry): void;
}

/** What an operation gets that ends soon enough to tell of no progress. */
export type QuickContext = Omit<OperationContext, "onProgress">;

/** What an operation gets that works on a store which cannot be written, too. */
export type ReadingContext<Progress = unknown> = CallContext<Progress> &
  Pick<OperationParts, "files" | "clock">;

/** Runs after the long ones that were asked for before it. */
export interface LongOperation<Request = unknown, Result = unknown, Progress = unknown> {
  readonly kind: "long";
  run(store: OpenedStore, request: Request, context: OperationContext<Progress>): Promise<Result>;
}

/** A long one that writes nothing to the store, and works where nothing can be written. */
export interface ReadingOperation<Request = unknown, Result = unknown, Progress = unknown> {
  readonly kind: "reading";
  run(store: OpenedStore, request: Request, context: ReadingContext<Progress>): Promise<Result>;
}

/** Runs at once, beside the long ones. */
export interface QuickOperation<Request = unknown, Result = unknown> {
  readonly kind: "quick";
  run(store: OpenedStore, request: Request, context: QuickContext): Result | Promise<Result>;
}

/** Runs at once, in one go; on a full disk, in the room that the store keeps for what is small. */
export interface SmallOperation<Request = unknown, Result = unknown> {
  readonly kind: "small";
  run(store: OpenedStore, request: Request, context: QuickContext): Result;
}

/** One thing that a store can do. */
export type Operation<Request = unknown, Result = unknown, Progress = unknown> =
  | LongOperation<Request, Result, Progress>
  | ReadingOperation<Request, Result, Progress>
  | QuickOperation<Request, Result>
  | SmallOperation<Request, Result>;

export function long<Request, Result, Progress>(
  run: (store: OpenedStore, request: Request, context: OperationContext<Progress>) => Promise<Result>,
): LongOperation<Request, Result, Progress> {
  return { kind: "long", run };
}

export function reading<Request, Result, Progress>(
  run: (store: OpenedStore, request: Request, context: ReadingContext<Progress>) => Promise<Result>,
): ReadingOperation<Request, Result, Progress> {
  return { kind: "reading", run };
}

export function quick<Request, Result>(
  run: (store: OpenedStore, request: Request, context: QuickContext) => Result | Promise<Result>,
): QuickOperation<Request, Result> {
  return { kind: "quick", run };
}

export function small<Request, Result>(
  run: (store: OpenedStore, request: Request, context: QuickContext) => Result,
): SmallOperation<Request, Result> {
  return { kind: "small", run };
}
