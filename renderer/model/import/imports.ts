import { create } from "zustand";
import type { Progress } from "../../../core/api/command.ts";
import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import type { AppError, CallHandle } from "../../api/bridge.ts";
import type { ImportPlan } from "./plan.ts";
import type { Samples } from "./rate.ts";

export type ImportProgress = Extract<Progress, { command: "import" }>;

/** The import that is under way. */
export interface RunningImport {
  readonly plan: ImportPlan;
  readonly handle: CallHandle | null;
  /** Null until the store has something to say of it. */
  readonly progress: ImportProgress | null;
  readonly samples: Samples;
  readonly paused: boolean;
  readonly stopping: boolean;
}

/** An import with its result. */
export interface Receipt {
  readonly plan: ImportPlan;
  readonly output: CommandOutput<"import">;
  /** Its duration, in ms. */
  readonly took: number;
}

/** An import that failed. */
export interface FailedImport {
  readonly plan: ImportPlan;
  readonly error: AppError;
}

interface Imports {
  readonly running: RunningImport | null;
  /** Imports that come after it, in their order. */
  readonly waiting: readonly ImportPlan[];
  /** The receipt in the dialog: the last one, or one that was asked for. */
  readonly receipt: Receipt | null;
  readonly failed: FailedImport | null;
}

/** The state of the window's imports. Only the runner writes it. */
export const useImports = create<Imports>()(() => ({
  running: null,
  waiting: [],
  receipt: null,
  failed: null,
}));
