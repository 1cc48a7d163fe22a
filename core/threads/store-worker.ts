import { parentPort, workerData } from "node:worker_threads";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import type { CallContext, Operation } from "../operations/operation.ts";
import { operations } from "../operations/table.ts";
import type { WritableStoreOptions } from "../store/writable-store.ts";
import { ContentThreads } from "./content-threads.ts";
import { MergeThread } from "./merge-thread.ts";
import { OperationRunner } from "./operation-runner.ts";
import { serve } from "./rpc.ts";

const port = parentPort;
if (port === null) throw new Error("store-worker runs in a worker thread only");

let threads: ContentThreads | undefined;
const mergeThread = new MergeThread();

const runner = new OperationRunner(workerData as WritableStoreOptions, {
  files: nodeFileWrites,
  clock: Date.now,
  workers: () => {
    threads ??= new ContentThreads(runner.open().profile);
    return threads.workers();
  },
  merger: mergeThread.run,
  listRows: mergeThread.rows,
});

const service = Object.fromEntries(
  Object.entries<Operation>(operations).map(([name, operation]) => [
    name,
    (request: unknown, context: CallContext) => runner.run(operation, request, context),
  ]),
);

serve(port, service, async () => {
  // Upkeep that nobody waits for may still be running.
  await runner.settle();
  await threads?.close();
  await mergeThread.close();
  runner.close();
});
