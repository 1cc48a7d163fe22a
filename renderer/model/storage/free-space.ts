import { useEffect, useRef, useState } from "react";
import type { Progress } from "../../../core/api/command.ts";
import { type AppError, asAppError, ask } from "../../api/bridge.ts";
import { storageChanged } from "../../api/stale.ts";
import type { CollectionPlan } from "../../api/storage.ts";

type GcProgress = Extract<Progress, { command: "gc" }>;

/** A collection: not begun, its progress, or its result. */
export type FreeingRun =
  | { readonly state: "asking"; readonly error: AppError | null }
  | { readonly state: "running"; readonly progress: GcProgress | null }
  | { readonly state: "done"; readonly report: CollectionPlan }
  /** Bytes that were freed by then. */
  | { readonly state: "stopped"; readonly freed: number };

/** Runs a collection when asked to, and stops it when whoever uses this goes. */
export function useFreeing() {
  const [run, setRun] = useState<FreeingRun>({ state: "asking", error: null });
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const start = async (deletedToo: boolean) => {
    if (stop.current !== null) return;
    const own = new AbortController();
    stop.current = own;
    setRun({ state: "running", progress: null });
    const before = await bytesOfStore();
    try {
      const onProgress = (progress: Progress) => {
        if (progress.command === "gc" && stop.current === own) setRun({ state: "running", progress });
      };
      const report = await ask("gc", { deleted_labels: deletedToo }, { signal: own.signal, onProgress });
      setRun({ state: "done", report });
    } catch (thrown) {
      const error = asAppError(thrown);
      if (error.code === "Cancelled") {
        const [had, has] = [before, await bytesOfStore()];
        setRun({ state: "stopped", freed: had === null || has === null ? 0 : Math.max(0, had - has) });
      } else setRun({ state: "asking", error });
    } finally {
      stop.current = null;
      void storageChanged();
    }
  };
  return { run, start, stop: () => stop.current?.abort() };
}

/** Returns the size of the store on disk; null if it cannot be told. */
async function bytesOfStore(): Promise<number | null> {
  try {
    return (await ask("status", {})).bytes;
  } catch {
    return null;
  }
}
