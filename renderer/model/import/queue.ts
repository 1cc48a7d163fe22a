import type { Progress } from "../../../core/api/command.ts";
import { throttled } from "../../../core/throttle.ts";
import { type AppError, asAppError, ask, type CallHandle } from "../../api/bridge.ts";
import { appChanged } from "../../api/stale.ts";
import { type ImportProgress, type Receipt, type RunningImport, useImports } from "./imports.ts";
import { type ImportPlan, samePlan } from "./plan.ts";
import { addSample } from "./rate.ts";

/** The end of an import. */
export type Outcome =
  | { readonly status: "done"; readonly receipt: Receipt }
  | { readonly status: "failed"; readonly error: AppError }
  | { readonly status: "cancelled" };

const waiting: { readonly plan: ImportPlan; readonly end: (outcome: Outcome) => void }[] = [];

/** Whether the same import waits for its turn already. */
export function isWaiting(plan: ImportPlan): boolean {
  return waiting.some((each) => samePlan(each.plan, plan));
}

/** Runs an import after those that were asked for before it, and says how it ended. */
export function runImport(plan: ImportPlan): Promise<Outcome> {
  const outcome = new Promise<Outcome>((end) => waiting.push({ plan, end }));
  if (useImports.getState().running === null) void runAll();
  else showWaiting();
  return outcome;
}

/** Takes an import that has not begun out of the queue. */
export function notRun(plan: ImportPlan): void {
  const at = waiting.findIndex((each) => each.plan === plan);
  const [gone] = at === -1 ? [] : waiting.splice(at, 1);
  showWaiting();
  gone?.end({ status: "cancelled" });
}

/** Lets the running import wait, or go on. */
export function pauseImport(paused: boolean): void {
  const { handle } = useImports.getState().running ?? {};
  if (paused) handle?.pause();
  else handle?.resume();
  // The time of the pause is no time that anything took.
  change({ paused, samples: [] });
}

/** Stops the running import; its label stays as it is. */
export function cancelImport(): void {
  useImports.getState().running?.handle?.cancel();
  change({ stopping: true });
}

/** Stops an import, or takes it out of the queue, whichever it is in. */
export function stopImport(plan: ImportPlan): void {
  if (useImports.getState().running?.plan === plan) cancelImport();
  else notRun(plan);
}

async function runAll(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    showWaiting();
    next.end(await runOne(next.plan));
  }
  useImports.setState({ running: null });
}

async function runOne(plan: ImportPlan): Promise<Outcome> {
  const began = performance.now();
  const running = { plan, handle: null, progress: null, samples: [], paused: false, stopping: false };
  useImports.setState({ running });
  try {
    const onHandle = (handle: CallHandle) => change({ handle });
    const tell = throttled(follow, { isOther: (progress, last) => progress.phase !== last.phase });
    const onProgress = (progress: Progress) => progress.command === "import" && tell(progress);
    const output = await ask("import", plan.input, { onHandle, onProgress });
    const receipt = { plan, output, took: performance.now() - began };
    useImports.setState({ receipt });
    return { status: "done", receipt };
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.code === "Cancelled") return { status: "cancelled" };
    useImports.setState({ failed: { plan, error } });
    return { status: "failed", error };
  } finally {
    // An import makes up for one that was interrupted.
    void appChanged();
  }
}

function follow(progress: ImportProgress): void {
  const { running } = useImports.getState();
  if (running === null) return;
  const { phase, filesDone: files, bytesDone: bytes } = progress;
  const counts = phase === "reading" && !running.paused;
  const samples = counts ? addSample(running.samples, { at: performance.now(), files, bytes }) : [];
  change({ progress, samples });
}

function change(change: Partial<RunningImport>): void {
  useImports.setState(({ running }) => ({ running: running && { ...running, ...change } }));
}

function showWaiting(): void {
  useImports.setState({ waiting: waiting.map(({ plan }) => plan) });
}
