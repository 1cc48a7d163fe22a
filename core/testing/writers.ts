import type { FileWrites } from "../files/file-writes.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import type { RunMerger } from "../merge/content/merge-contents.ts";
import type { CallContext } from "../operations/context.ts";
import { PauseGate } from "../pause-gate.ts";
import { DEFAULT_PROFILE, type Profile } from "../profile.ts";
import { Writer } from "../threads/writer.ts";
import { LocalContentWorker } from "./local-worker.ts";
import { steadyClock } from "./stores.ts";

/** Opens a writer that works in this thread. */
export function openTestWriter(
  folder: string,
  files: FileWrites = nodeFileWrites,
  profile: Profile = DEFAULT_PROFILE,
): Writer {
  const worker = new LocalContentWorker(profile);
  const options = { folder, profile, exactProfile: true, create: true, surface: "cli" } as const;
  return new Writer(options, { files, clock: steadyClock(), workers: () => [worker], merger: mergeHere });
}

/** Merges contents in the calling thread. */
export const mergeHere: RunMerger = async (merger, sides, options) => merger.merge(sides, options);

/** The context of a call without progress or cancellation. */
export function plainContext(signal: AbortSignal = new AbortController().signal): CallContext {
  return { signal, gate: new PauseGate(), onProgress: () => undefined };
}
