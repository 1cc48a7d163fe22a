import { useEffect, useState } from "react";
import type { Progress } from "../../core/api/command.ts";
import type { CommandOutput } from "../../core/api/registry/invoke.ts";
import { type AppError, asAppError, ask } from "../api/bridge.ts";

export type VerifyReport = CommandOutput<"verify">;

/** The progress of a verification, or its result. */
export type VerifyRun =
  | { readonly state: "running"; readonly progress: Extract<Progress, { command: "verify" }> | null }
  | { readonly state: "done"; readonly report: VerifyReport }
  | { readonly state: "failed"; readonly error: AppError };

/** Checks the store for as long as whoever uses this is there. */
export function useVerify(): VerifyRun {
  const [run, setRun] = useState<VerifyRun>({ state: "running", progress: null });
  useEffect(() => {
    const stop = new AbortController();
    const unlessStopped = (next: VerifyRun) => stop.signal.aborted || setRun(next);
    ask(
      "verify",
      {},
      {
        signal: stop.signal,
        onProgress: (progress) => {
          if (progress.command === "verify") unlessStopped({ state: "running", progress });
        },
      },
    ).then(
      (report) => unlessStopped({ state: "done", report }),
      (thrown) => unlessStopped({ state: "failed", error: asAppError(thrown) }),
    );
    return () => stop.abort();
  }, []);
  return run;
}
