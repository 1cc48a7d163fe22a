import { ask } from "../../api/bridge.ts";
import { client } from "../../api/client.ts";
import { type Mount, mountsQuery } from "../../api/mounts.ts";
import { mountsChanged } from "../../api/stale.ts";
import { focusPane } from "../../state/focus.ts";
import { useNotices } from "../../state/notices.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";
import { tellFailed } from "../attempt.ts";
import { flushDrafts } from "./drafts.ts";

const words = text.working;

/** Opens a working copy of a label, or of a snapshot by its id, and shows it. */
export async function openCopy(ref: string): Promise<void> {
  try {
    const { id } = await ask("mount.open", { ref });
    await mountsChanged();
    goToFiles(id);
  } catch (thrown) {
    tellFailed(words.failed.open, thrown);
  }
}

/** Shows the open working copy of a label, the one that was changed last, or opens one. */
export async function goToCopy(label: string): Promise<void> {
  const [latest] = copiesOf(label).sort((a, b) => b.changed - a.changed);
  if (latest === undefined) await openCopy(label);
  else goToFiles(latest.id);
}

/** Lists the open working copies of a label, as far as they are known. */
export function copiesOf(label: string): Mount[] {
  const mounts = client.getQueryData(mountsQuery().queryKey) ?? [];
  return mounts.filter((mount) => mount.label === label && mount.discarded === null);
}

/** Shows the files of a working copy. */
export function showCopy(id: number): void {
  useSelection.getState().showTab("files");
  useSelection.getState().chooseMount(id);
}

/** Shows the files of a working copy, and goes to them. */
export function goToFiles(id: number): void {
  showCopy(id);
  focusPane("history");
}

/** Discards a working copy; it can be undone from the notice that tells, and later from the list's menu. */
export async function discardCopy({ id, name }: Mount): Promise<void> {
  const { tell } = useNotices.getState();
  try {
    await flushDrafts(id);
    await ask("mount.discard", { mount: name });
  } catch (thrown) {
    return tellFailed(words.failed.discard(name), thrown);
  }
  const { mount, chooseMount } = useSelection.getState();
  if (mount === id) chooseMount(null);
  tell({
    kind: "done",
    text: words.done.discarded(name),
    action: { text: words.undo, run: () => void restoreCopy(id, name) },
  });
  await mountsChanged();
}

/** Opens a discarded working copy again, and shows it. */
export async function restoreCopy(id: number, name: string): Promise<void> {
  const { tell } = useNotices.getState();
  try {
    const restored = await ask("mount.restore", { id });
    await mountsChanged();
    goToFiles(id);
    tell({ kind: "done", text: words.done.broughtBack(restored.name) });
  } catch (thrown) {
    tellFailed(words.failed.restore(name), thrown);
  }
}
