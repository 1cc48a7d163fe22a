import { type AppError, asAppError, ask } from "../../api/bridge.ts";
import { client } from "../../api/client.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { useNotices } from "../../state/notices.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";
import { isWaiting, runImport } from "./import-runner.ts";
import { type Receipt, useImports } from "./import-store.ts";
import type { ImportPlan } from "./plan.ts";

const words = text.importing;

/** Runs an import in the background and tells how it went. */
export async function takeImport(plan: ImportPlan): Promise<void> {
  const { label } = plan.input;
  if (isWaiting(plan)) {
    tellDone(words.queuedAlready(label));
    return;
  }
  if (useImports.getState().running !== null) tellDone(words.queued(label));
  const outcome = await runImport(plan);
  if (outcome.status === "cancelled") tellDone(words.cancelled(label));
  else if (outcome.status === "failed") tellFailure(plan, outcome.error);
  else {
    await rememberRules(plan);
    tellReceipt(outcome.receipt);
  }
}

function tellDone(said: string): void {
  useNotices.getState().tell({ kind: "done", text: said });
}

function tellReceipt(receipt: Receipt): void {
  const { label, moved, files } = receipt.output;
  useNotices.getState().tell({
    kind: "done",
    text: moved ? words.done(label, text.common.files(files)) : words.same(label),
    action: { text: words.details, run: () => showReceipt(receipt) },
  });
  const { label: chosen, chooseLabel } = useSelection.getState();
  if (receipt.plan.isNew || chosen === null) chooseLabel(label);
}

/** A failure comes up by itself, but never in place of what a person is in the middle of. */
function tellFailure(plan: ImportPlan, error: AppError): void {
  const show = () => {
    useImports.setState({ failed: { plan, error } });
    useDialogs.getState().show({ name: "import-failed" });
  };
  if (useDialogs.getState().open === null) show();
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
    void client.invalidateQueries({ queryKey: ["labels"] });
    void client.invalidateQueries({ queryKey: ["label", label] });
  } catch (thrown) {
    useNotices.getState().tell({ kind: "failed", text: words.rulesFailed(label), error: asAppError(thrown) });
  }
}
