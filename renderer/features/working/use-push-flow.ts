import { useState } from "react";
import { type AppError, asAppError } from "../../api/bridge.ts";
import type { Mount } from "../../api/mounts.ts";
import { startMountMerge } from "../../model/merge/merges.ts";
import { type PushOptions, type PushStep, push, rebase, restoreLabelOf } from "../../model/working/push.ts";
import { text } from "../../strings/index.ts";

const words = text.working;

/** A push that is under way, and what may be done next. */
export interface PushFlow {
  readonly step: PushStep;
  readonly error: AppError | null;
  push(options: PushOptions): void;
  /** Brings in what the label holds; `prefer` decides what conflicts. */
  rebase(prefer?: "ours" | "theirs"): void;
  restoreLabel(): void;
  /** Merges with what the label holds, hunk by hunk, on a screen of its own. */
  resolve(): void;
}

/** Pushes a working copy step by step; `onDone` is called when it is pushed. */
export function usePushFlow({ id, name, label }: Mount, onDone: () => void): PushFlow {
  const [step, setStep] = useState<PushStep>({ at: "form" });
  const [error, setError] = useState<AppError | null>(null);
  const run = (said: string, work: () => Promise<PushStep | undefined>) => {
    const before = step;
    setError(null);
    setStep({ at: "busy", said });
    work().then(
      (next) => (next === undefined ? onDone() : setStep(next)),
      (thrown) => {
        setError(asAppError(thrown));
        setStep(before.at === "busy" ? { at: "form" } : before);
      },
    );
  };
  return {
    step,
    error,
    push: (options) => run(words.pushing, () => push({ id, name }, options)),
    rebase: (prefer) => run(words.bringingIn, () => rebase({ id, name }, label ?? "", prefer)),
    resolve: () =>
      run(text.merge.starting, async () => {
        await startMountMerge({ id, name });
        return undefined;
      }),
    restoreLabel: () => run(words.bringingIn, () => restoreLabelOf(label ?? "")),
  };
}
