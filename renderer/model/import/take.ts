import { type AppError, ask } from "../../api/bridge.ts";
import { labelsChanged } from "../../api/stale.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { focusPane } from "../../state/focus.ts";
import { watchIdle } from "../../state/idle.ts";
import { useNotices } from "../../state/notices.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";
import { tellFailed } from "../attempt.ts";
import { type Receipt, useImports } from "./imports.ts";
import type { ImportPlan } from "./plan.ts";
import { isWaiting, type Outcome, runImport } from "./queue.ts";

const words = text.importing;

/** Runs an import in the background and tells how it went; gives that too, unless the same is waiting already. */
export async function takeImport(plan: ImportPlan): Promise<Outcome["status"] | undefined> {
  const { label } = plan.input;
  if (isWaiting(plan)) {
    tellDone(words.queuedAlready(label));
    return undefined;
  }
  if (useImports.getState().running !== null) tellDone(words.queued(label));
  const stillWaits = watchWaiting();
  const outcome = await runImport(plan);
  if (outcome.status === "cancelled") tellDone(words.cancelled(label));
  else if (outcome.status === "failed") tellFailure(plan, outcome.error, stillWaits());
  else {
    await rememberRules(plan);
    tellReceipt(outcome.receipt, stillWaits());
  }
  return outcome.status;
}

function tellDone(said: string): void {
  useNotices.getState().tell({ kind: "done", text: said });
}

/** Goes to a new label while the person waits for it. Else what is looked at stays: they may be anywhere, about to click. */
function tellReceipt(receipt: Receipt, stillWaits: boolean): void {
  const { label, moved, files } = receipt.output;
  const { label: chosen, move } = useSelection.getState();
  const isShown = chosen === label && move === null;
  const goesThere = stillWaits && (receipt.plan.isNew || chosen === null);
  useNotices.getState().tell({
    kind: "done",
    text: moved ? words.done(label, text.common.files(files)) : words.same(label),
    action: { text: words.details, run: () => showReceipt(receipt) },
    ...(!isShown && !goesThere && { other: { text: words.show, run: () => showTaken(label) } }),
  });
  if (goesThere) showTaken(label);
}

/**
 * Returns a function that tells whether the user still waits for the import: they did nothing since, or had nothing else to
 * look at.
 */
function watchWaiting(): () => boolean {
  const { label, mount } = useSelection.getState();
  const hadNothingElse = label === null && mount === null;
  const waits = watchIdle();
  return () => useDialogs.getState().open === null && (waits() || hadNothingElse);
}

/** Goes to the newest snapshot of a label. */
export function showTaken(label: string): void {
  const { chooseLabel, chooseMove } = useSelection.getState();
  chooseLabel(label);
  chooseMove(null);
  focusPane("history");
}

/** A failure opens by itself only while the user waits. */
function tellFailure(plan: ImportPlan, error: AppError, stillWaits: boolean): void {
  const show = () => {
    useImports.setState({ failed: { plan, error } });
    useDialogs.getState().show({ name: "import-failed" });
  };
  if (stillWaits) show();
  else {
    useNotices.getState().tell({
      kind: "failed",
      text: words.failed.notice(plan.input.label),
      error,
      action: { text: words.details, run: show },
    });
  }
}

/** Opens the receipt of an import. */
export function showReceipt(receipt: Receipt): void {
  useImports.setState({ receipt });
  useDialogs.getState().show({ name: "receipt" });
}

/** Keeps for the label what the import left out; after it, since only then a new label is there. */
async function rememberRules({ input: { label }, rules }: ImportPlan): Promise<void> {
  if (rules === undefined) return;
  try {
    await ask("label.ignore", { label, patterns: [...rules.ignore], gitignore: rules.gitignore });
    void labelsChanged(label);
  } catch (thrown) {
    tellFailed(words.rulesFailed(label), thrown);
  }
}
