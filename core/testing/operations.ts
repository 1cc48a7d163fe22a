import type { Clock } from "../clock.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import type { RunMerger } from "../merge/content/merge-contents.ts";
import { type ListRows, listRowConflicts } from "../merge/sqlite/row-conflicts.ts";
import type { CallContext, Operation } from "../operations/operation.ts";
import { PauseGate } from "../pause-gate.ts";
import { DEFAULT_PROFILE } from "../profile.ts";
import type { WritableStoreOptions } from "../store/writable-store.ts";
import { OperationRunner } from "../threads/operation-runner.ts";
import { LocalContentWorker } from "./local-worker.ts";
import { steadyClock } from "./stores.ts";

/** Runs the operations of a store in this thread. */
export class TestRunner {
  readonly #runner: OperationRunner;

  constructor(
    folder: string,
    {
      files = nodeFileWrites,
      clock = steadyClock(),
      ...options
    }: Partial<WritableStoreOptions> & { readonly files?: FileWrites; readonly clock?: Clock } = {},
  ) {
    const { profile = DEFAULT_PROFILE } = options;
    const worker = new LocalContentWorker(profile);
    this.#runner = new OperationRunner(
      { folder, profile, exactProfile: true, create: true, surface: "cli", ...options },
      { files, clock, workers: () => [worker], merger: mergeHere, listRows: listHere },
    );
    this.#runner.open();
  }

  /** Runs an operation that nobody pauses. */
  run<Request, Result, Progress>(
    operation: Operation<Request, Result, Progress>,
    request: Request,
    call: Partial<CallContext<Progress>> = {},
  ): Promise<Result> {
    return this.#runner.run(operation, request, { ...plainContext(), ...call });
  }

  /** Waits until nothing is under way. */
  settle(): Promise<void> {
    return this.#runner.settle();
  }

  close(): void {
    this.#runner.close();
  }
}

/** Merges contents in the calling thread. */
export const mergeHere: RunMerger = async (merger, sides, options) => merger.merge(sides, options);

/** Lists rows in conflict in the calling thread. */
export const listHere: ListRows = async (request, read) =>
  listRowConflicts(await read(), (conflicts) => conflicts.answer(request));

/** The context of a call without progress or cancellation. */
export function plainContext(signal: AbortSignal = new AbortController().signal): CallContext {
  return { signal, gate: new PauseGate(), onProgress: () => undefined };
}
