import { createStore, type StoreApi } from "zustand/vanilla";
import type { Progress } from "../../../core/api/command.ts";
import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import { type AppError, asAppError, ask, type CallHandle } from "../../api/bridge.ts";

export type VerifyReport = CommandOutput<"verify">;
export type Repair = CommandOutput<"repair">;
export type CheckProgress = Extract<Progress, { command: "verify" | "repair" }>;

/** How far a check of the store, or its repair, is. */
export type CheckStep =
  | { readonly at: "idle" }
  | {
      readonly at: "working";
      readonly doing: "verify" | "plan" | "repair";
      readonly progress: CheckProgress | null;
      readonly isPaused: boolean;
      /** Whether contents are left out. */
      readonly isQuick: boolean;
    }
  | { readonly at: "verified"; readonly report: VerifyReport; readonly isQuick: boolean }
  | { readonly at: "planned"; readonly plan: Repair }
  | { readonly at: "repaired"; readonly outcome: Repair }
  | { readonly at: "failed"; readonly error: AppError };

/** A check of the store, and what can be done with it. */
export interface StoreCheck {
  readonly step: CheckStep;
  /** Checks the store; `quick`: without reading contents. */
  verify(quick: boolean): Promise<void>;
  /** Plans a repair, which changes nothing. */
  plan(): Promise<void>;
  /** Repairs the store. */
  repair(restoreDatabase: boolean): Promise<void>;
  pause(): void;
  resume(): void;
  /** Ends what is under way; nobody hears of its outcome. */
  stop(): void;
}

/** Makes the state of one check, for whatever shows it. */
export function createStoreCheck(): StoreApi<StoreCheck> {
  return createStore<StoreCheck>()((set, get) => {
    let handle: CallHandle | undefined;
    let calls = 0;

    /** Asks for something; what comes of an earlier request no longer counts. */
    async function work<N extends "verify" | "repair">(
      doing: Extract<CheckStep, { at: "working" }>["doing"],
      name: N,
      input: Parameters<typeof ask<N>>[1],
      done: (output: CommandOutput<N>) => CheckStep,
      isQuick = false,
    ): Promise<void> {
      handle?.cancel();
      const call = ++calls;
      const unlessOver = (step: CheckStep) => call === calls && set({ step });
      const progressOf = () => {
        const { step } = get();
        return step.at === "working" ? step : { isPaused: false };
      };
      set({ step: { at: "working", doing, progress: null, isPaused: false, isQuick } });
      try {
        const output = await ask(name, input, {
          onHandle: (own) => {
            handle = own;
          },
          onProgress: (progress) => {
            if (progress.command !== "verify" && progress.command !== "repair") return;
            unlessOver({ at: "working", doing, progress, isPaused: progressOf().isPaused, isQuick });
          },
        });
        unlessOver(done(output));
      } catch (thrown) {
        unlessOver({ at: "failed", error: asAppError(thrown) });
      } finally {
        if (call === calls) handle = undefined;
      }
    }

    const setPaused = (isPaused: boolean) => {
      const { step } = get();
      if (step.at !== "working") return;
      if (isPaused) handle?.pause();
      else handle?.resume();
      set({ step: { ...step, isPaused } });
    };

    return {
      step: { at: "idle" },
      verify: (quick) =>
        work("verify", "verify", { quick }, (report) => ({ at: "verified", report, isQuick: quick }), quick),
      plan: () => work("plan", "repair", {}, (plan) => ({ at: "planned", plan })),
      repair: (restore_database) =>
        work("repair", "repair", { apply: true, restore_database }, (outcome) => ({
          at: "repaired",
          outcome,
        })),
      pause: () => setPaused(true),
      resume: () => setPaused(false),
      stop() {
        calls++;
        handle?.cancel();
        handle = undefined;
        set({ step: { at: "idle" } });
      },
    };
  });
}
