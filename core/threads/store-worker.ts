import { parentPort, workerData } from "node:worker_threads";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import type { WriterParts } from "../operations/context.ts";
import { unlessUnwritable } from "../store/unless-unwritable.ts";
import { ContentThreads } from "./content-threads.ts";
import { MergeThread } from "./merge-thread.ts";
import { Reader } from "./reader.ts";
import { serve } from "./rpc.ts";
import { Writer, type WriterOptions } from "./writer.ts";
import type { WriterService } from "./writer-thread.ts";

const port = parentPort;
if (port === null) throw new Error("store-worker runs in a worker thread only");

let writer: Writer | undefined;
let threads: ContentThreads | undefined;
let reader: Reader | undefined;
const mergeThread = new MergeThread();

const parts: WriterParts = {
  files: nodeFileWrites,
  clock: Date.now,
  workers: () => {
    threads ??= new ContentThreads(opened().profile);
    return threads.workers();
  },
  merger: mergeThread.run,
};

const opened = (how?: { spends: boolean }): Writer => {
  writer ??= new Writer(workerData as WriterOptions, parts, how);
  return writer;
};

/** Gives who makes small changes, for which there is room also on a full disk. */
const small = () => opened({ spends: true });

/** Gives who does what changes nothing: it goes on where nothing can be written. */
const readable = (): Pick<Writer, "export" | "verify"> => {
  try {
    return opened();
  } catch (thrown) {
    unlessUnwritable(thrown);
    reader ??= new Reader(workerData as WriterOptions, parts);
    return reader;
  }
};

/** What the store's thread does for others. */
const service = {
  open: async () => ({ reconciliation: opened().reconciliation }),
  import: (request, context) => opened().import(request, context),
  export: async (request, context) => readable().export(request, context),
  merge: (request, context) => opened().merge(request, context),
  cas: async (request) => small().cas(request),
  force: async (move) => small().force(move),
  amend: (request) => small().amend(request),
  amendSettings: (request) => small().amendSettings(request),
  fillChanges: (moves, context) => opened().fillChanges(moves, context),
  verify: async (request, context) => readable().verify(request, context),
  capture: (request, context) => opened().capture(request, context),
  openMount: async (request) => opened().mounts.open(request),
  renameMount: async (request) => opened().mounts.rename(request),
  discardMount: (id) => small().discardMount(id),
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
  mendIndex: (certain) => opened().mendIndex(certain),
} satisfies WriterService;

serve(port, service, async () => {
  // Upkeep that nobody waits for may still be under way.
  await writer?.settle();
  await threads?.close();
  await mergeThread.close();
  writer?.close();
  reader?.close();
});
