import type { Clock } from "../clock.ts";
import type { FileWrites } from "../files/file-writes.ts";
import type { SnapshotId } from "../ids.ts";
import type { ReflogEntry } from "../labels/label-store.ts";
import type { RunMerger } from "../merge/content/merge-contents.ts";
import type { ListRows } from "../merge/sqlite/row-conflicts.ts";
import type { Reconciliation } from "../objects/reconcile.ts";
import type { PauseGate } from "../pause-gate.ts";
import type { SessionCatalog } from "../sessions/session-catalog.ts";
import type { ContentWorker } from "../snapshot/content-protocol.ts";
import type { OpenedStore } from "../store/open.ts";
import type { OpenMounts } from "./open-mounts.ts";
import type { ArchivedSnapshot } from "./tar-uploads.ts";
import type { Uploads } from "./uploads.ts";

/** Watches, pauses and stops one call of an operation. */
export interface CallContext<Progress = unknown> {
  readonly signal: AbortSignal;
  readonly gate: PauseGate;
  readonly onProgress: (progress: Progress) => void;
}

/** The parts that all operations of a store share. */
export interface OperationParts {
  readonly files: FileWrites;
  readonly clock: Clock;
  /** Returns the workers that read contents. */
  readonly workers: () => readonly ContentWorker[];
  /** Merges contents. */
  readonly merger: RunMerger;
  /** Lists the rows in conflict of databases. */
  readonly listRows: ListRows;
}

/** The context of an operation: everything but the store and the request. */
export interface OperationContext<Progress = unknown> extends CallContext<Progress>, OperationParts {
  readonly mounts: OpenMounts;
  readonly sessions: SessionCatalog;
  /** The archives that are being uploaded. */
  readonly archives: Uploads<ArchivedSnapshot>;
  /** The differences between index and packs that opening found and repaired. */
  readonly reconciliation: Reconciliation;
  /** Looks for packs that the index does not know; returns whether there were any. */
  reload(): boolean;
  /** Queues the upkeep due after a move. It never fails, and nobody waits for it. */
  keepUpLater(entry: ReflogEntry): void;
}

/** The context of an operation too short to report progress. */
export type QuickContext = Omit<OperationContext, "onProgress">;

/** The context of an operation that also works on a store that cannot be written. */
export type ReadingContext<Progress = unknown> = CallContext<Progress> &
  Pick<OperationParts, "files" | "clock" | "merger">;

/** An operation that runs after the long operations queued before it. */
export interface LongOperation<Request = unknown, Result = unknown, Progress = unknown> {
  readonly kind: "long";
  /** What it is called in the lease that it holds meanwhile, as `import`; none: it relies on nothing for long. */
  readonly work: string | undefined;
  run(store: OpenedStore, request: Request, context: OperationContext<Progress>): Promise<Result>;
}

/**
 * An operation that writes nothing to the store, and so works on a read-only store: one that reads runs after the long operations
 * queued before it, a glance at once, beside them.
 */
export interface ReadingOperation<Request = unknown, Result = unknown, Progress = unknown> {
  readonly kind: "reading" | "glance";
  /** The snapshots that it needs until it ends; a lease keeps them. */
  needs(request: Request): readonly SnapshotId[];
  run(store: OpenedStore, request: Request, context: ReadingContext<Progress>): Promise<Result>;
}

/** A long operation that runs at once, beside those that wait for each other. */
export interface BesideOperation<Request = unknown, Result = unknown, Progress = unknown> {
  readonly kind: "beside";
  run(store: OpenedStore, request: Request, context: OperationContext<Progress>): Promise<Result>;
}

/** An operation that runs at once, beside the long operations. */
export interface QuickOperation<Request = unknown, Result = unknown> {
  readonly kind: "quick";
  run(store: OpenedStore, request: Request, context: QuickContext): Result | Promise<Result>;
}

/** An operation that runs at once and synchronously; on a full disk, in the store's reserved space. */
export interface SmallOperation<Request = unknown, Result = unknown> {
  readonly kind: "small";
  run(store: OpenedStore, request: Request, context: QuickContext): Result;
}

/** An operation of a store, of any kind. */
export type Operation<Request = unknown, Result = unknown, Progress = unknown> =
  | LongOperation<Request, Result, Progress>
  | ReadingOperation<Request, Result, Progress>
  | BesideOperation<Request, Result, Progress>
  | QuickOperation<Request, Result>
  | SmallOperation<Request, Result>;

export function long<Request, Result, Progress>(
  run: (store: OpenedStore, request: Request, context: OperationContext<Progress>) => Promise<Result>,
  work?: string,
): LongOperation<Request, Result, Progress> {
  return { kind: "long", work, run };
}

export function reading<Request, Result, Progress>(
  run: (store: OpenedStore, request: Request, context: ReadingContext<Progress>) => Promise<Result>,
  needs: (request: Request) => readonly SnapshotId[] = () => [],
): ReadingOperation<Request, Result, Progress> {
  return { kind: "reading", needs, run };
}

export function beside<Request, Result, Progress>(
  run: (store: OpenedStore, request: Request, context: OperationContext<Progress>) => Promise<Result>,
): BesideOperation<Request, Result, Progress> {
  return { kind: "beside", run };
}

export function glance<Request, Result, Progress>(
  run: (store: OpenedStore, request: Request, context: ReadingContext<Progress>) => Promise<Result>,
): ReadingOperation<Request, Result, Progress> {
  return { kind: "glance", needs: () => [], run };
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
