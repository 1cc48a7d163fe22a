import { parentPort, workerData } from "node:worker_threads";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import { ContentThreads } from "./content-threads.ts";
import { MergeThread } from "./merge-thread.ts";
import { serve } from "./rpc.ts";
import { Writer, type WriterOptions } from "./writer.ts";
import type { WriterService } from "./writer-thread.ts";

const port = parentPort;
if (port === null) throw new Error("store-worker runs in a worker thread only");

let writer: Writer | undefined;
let threads: ContentThreads | undefined;
const mergeThread = new MergeThread();

const opened = (): Writer => {
  writer ??= new Writer(workerData as WriterOptions, {
    files: nodeFileWrites,
    clock: Date.now,
    workers: () => {
      threads ??= new ContentThreads(opened().profile);
      return threads.workers();
    },
    merger: mergeThread.run,
  });
  return writer;
};

/** What the store's thread does for others. */
const service = {
  open: async () => ({ reconciliation: opened().reconciliation }),
  import: (request, context) => opened().import(request, context),
  export: (request, context) => opened().export(request, context),
  merge: (request, context) => opened().merge(request, context),
  cas: (request) => opened().cas(request),
  force: (move) => opened().force(move),
  amend: (request) => opened().amend(request),
  amendSettings: (request) => opened().amendSettings(request),
  fillChanges: (moves, context) => opened().fillChanges(moves, context),
  verify: (request, context) => opened().verify(request, context),
  capture: (request, context) => opened().capture(request, context),
  openMount: async (request) => opened().mounts.open(request),
  renameMount: async (request) => opened().mounts.rename(request),
  discardMount: async (id) => opened().mounts.discard(id),
  restoreMount: async (id) => opened().mounts.restore(id),
  changeMount: (request) => opened().mounts.change(request),
  beginPour: async (request) => opened().mounts.pour(request),
  feedPour: (request) => opened().mounts.feed(request),
  endPour: (request) => opened().mounts.endPour(request),
  addToMount: (request, context) => opened().mounts.add(request, context),
  flushMount: (id) => opened().mounts.flush(id),
  pushMount: (request) => opened().pushMount(request),
  rebaseMount: (request, context) => opened().mounts.rebase(request, context),
  reload: () => opened().reload(),
} satisfies WriterService;

serve(port, service, async () => {
  // Upkeep that nobody waits for may still be under way.
  await writer?.settle();
  await threads?.close();
  await mergeThread.close();
  writer?.close();
});
