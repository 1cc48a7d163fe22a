import { asAppError, ask } from "../../api/bridge.ts";
import { EVERYTHING } from "../../api/chosen.ts";
import { client } from "../../api/client.ts";
import { historyQuery, labelQuery } from "../../api/queries.ts";
import { shortTime } from "../../components/format.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { useNotices } from "../../state/notices.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";
import { attempt, tellFailed } from "../attempt.ts";
import { unlessProtected } from "./protection.ts";
import { undoAction } from "./step.ts";

const words = text.exporting.reset;
/** The labels that are being moved: a second click while one is does nothing. */
const moving = new Set<string>();

/** A snapshot that a label held, and when. */
interface Held {
  readonly label: string;
  readonly snapshot: string;
  readonly at: number;
}

/** Resets a label at once, since nothing is lost by it, and shows a notice with an undo or the error. */
export function resetLabel(held: Held): void {
  attempt(moveBack(held));
}

async function moveBack({ label, snapshot, at }: Held): Promise<void> {
  const before = await headOf(label);
  const moved = await move(label, snapshot, before, at);
  if (moved === undefined) return;
  const { tell } = useNotices.getState();
  if (!moved) {
    tell({ kind: "done", text: words.already(label) });
    return;
  }
  const folder = (await client.fetchQuery(labelQuery(label)))?.folder ?? null;
  const putBack = () =>
    useDialogs.getState().show({ name: "restore", label, snapshot, path: "", isFile: false, at });
  const action = await undoAction(label, { op: "reset", to: snapshot });
  tell({
    kind: "done",
    text: words.done(label, shortTime(at)),
    ...(action && { action }),
    ...(folder !== null && { other: { text: words.putBack, run: putBack } }),
  });
}

/** Moves the label, and tells what keeps it from that; then gives undefined. False: it was there already. */
async function move(
  label: string,
  to: string,
  expected: string | null,
  at: number,
): Promise<boolean | undefined> {
  if (moving.has(label)) return undefined;
  moving.add(label);
  try {
    const asks = { does: words.does(label, shortTime(at)), button: words.button };
    const answer = await unlessProtected(label, asks, (override) =>
      ask("reset", { label, ref: to, override, ...(expected !== null && { expected }) }),
    );
    if (answer === undefined) return undefined;
    const { label: chosen, chooseMove } = useSelection.getState();
    if (chosen === label) chooseMove(null);
    return answer.moved;
  } catch (thrown) {
    const error = asAppError(thrown);
    const { tell } = useNotices.getState();
    if (error.code === "LabelMoved") tell({ kind: "done", text: words.moved(label) });
    else tellFailed(words.failed(label), error);
    return undefined;
  } finally {
    moving.delete(label);
  }
}

/** Returns the label's head as the user sees it: the newest row of the history, or else the store's answer. */
async function headOf(label: string): Promise<string | null> {
  const seen = client.getQueryData(historyQuery(label, EVERYTHING, 0, false).queryKey)?.entries[0];
  if (seen !== undefined) return seen.to;
  return (await client.fetchQuery(labelQuery(label)))?.ca_id ?? null;
}
