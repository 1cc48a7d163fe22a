import { useEffect, useRef, useState } from "react";
import type { Progress } from "../../../core/api/command.ts";
import { type AppError, asAppError, ask } from "../../api/bridge.ts";
import { useNotices } from "../../state/notices.ts";
import { text } from "../../strings/index.ts";

type MoveProgress = Extract<Progress, { command: "store.move" }>;

/** A move of the store: not begun, or its progress. */
export type MovingRun =
  | { readonly state: "asking"; readonly error: AppError | null }
  | { readonly state: "running"; readonly progress: MoveProgress | null };

/** Moves the store when asked to, and stops that when whoever uses this goes. `done` is called when it has moved. */
export function useMoving(to: string, done: () => void) {
  const [run, setRun] = useState<MovingRun>({ state: "asking", error: null });
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const start = async () => {
    if (stop.current !== null) return;
    const own = new AbortController();
    stop.current = own;
    setRun({ state: "running", progress: null });
    try {
      const onProgress = (progress: Progress) => {
        if (progress.command === "store.move" && stop.current === own) setRun({ state: "running", progress });
      };
      await ask("store.move", { to }, { signal: own.signal, onProgress });
      useNotices.getState().tell({ kind: "done", text: text.moving.done(to) });
      done();
    } catch (thrown) {
      const error = asAppError(thrown);
      setRun({ state: "asking", error: error.code === "Cancelled" ? null : error });
    } finally {
      stop.current = null;
    }
  };
  return { run, start, stop: () => stop.current?.abort() };
}
