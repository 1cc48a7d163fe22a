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
  | { readonly state: "done"; readonly report: CollectionPlan };

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
    try {
      const onProgress = (progress: Progress) => {
        if (progress.command === "gc" && stop.current === own) setRun({ state: "running", progress });
      };
      const report = await ask("gc", { deleted_labels: deletedToo }, { signal: own.signal, onProgress });
      setRun({ state: "done", report });
    } catch (thrown) {
      const error = asAppError(thrown);
      setRun({ state: "asking", error: error.code === "Cancelled" ? null : error });
    } finally {
      stop.current = null;
      void storageChanged();
    }
  };
  return { run, start, stop: () => stop.current?.abort() };
}
