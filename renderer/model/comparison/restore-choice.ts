import { ask } from "../../api/bridge.ts";
import type { Mount } from "../../api/mounts.ts";
import type { ChangeItem } from "../../api/queries.ts";
import { mountsChanged } from "../../api/stale.ts";
import { nameOf } from "../../components/format.ts";
import { type DialogRequest, useDialogs } from "../../state/dialogs.ts";
import { useNotices } from "../../state/notices.ts";
import { labelOf, type Side } from "../../state/sides.ts";
import { text } from "../../strings/index.ts";
import { tellFailed } from "../attempt.ts";

/** One way of putting a version of a file or folder back. */
export interface RestoreChoice {
  readonly text: string;
  /** The name where it is the only choice. */
  readonly alone?: string;
  run(): void;
}

/** A side of a comparison, and the snapshot that it is. */
export interface KnownSide {
  readonly side: Side;
  readonly snapshot: string;
}

type RestoreRequest = Omit<Extract<DialogRequest, { name: "restore" }>, "name">;

/** Puts something back into a label's folder, once it was asked about. */
export function restoreToFolder(text: string, request: RestoreRequest): RestoreChoice {
  return { text, run: () => useDialogs.getState().show({ name: "restore", ...request }) };
}

/** Lists what can be done with each side's version of a change: back into its label's folder, or into a working copy. */
export function restoreChoices(
  item: ChangeItem,
  from: KnownSide,
  to: KnownSide,
  mounts: readonly Mount[],
): readonly RestoreChoice[] {
  const choices: RestoreChoice[] = [];
  const sides = [
    { which: "before", known: from, other: to, isThere: item.change !== "added" },
    { which: "after", known: to, other: from, isThere: item.change !== "removed" },
  ] as const;
  for (const { which, known, other, isThere } of sides) {
    if (!isThere) continue;
    const label = labelOf(other.side) ?? labelOf(known.side);
    if (label !== null && known.side.is !== "folder") choices.push(toFolder(item, which, known, label));
    for (const mount of mounts) {
      if (known.side.is !== "mount" || known.side.id !== mount.id)
        choices.push(toMount(item, which, known, mount));
    }
  }
  return choices;
}

type Age = "before" | "after";

function toFolder(
  { path, type }: ChangeItem,
  age: Age,
  { side, snapshot }: KnownSide,
  label: string,
): RestoreChoice {
  const { compare } = text;
  const at = side.is === "move" ? side.at : Date.now();
  const request = { label, snapshot, path, isFile: type !== "directory", at };
  const alone = age === "before" ? compare.restore : compare.restoreLater;
  return { ...restoreToFolder(compare.toFolder(compare[age], label), request), alone };
}

function toMount({ path }: ChangeItem, age: Age, { snapshot }: KnownSide, mount: Mount): RestoreChoice {
  return {
    text: text.compare.toMount(text.compare[age], mount.name),
    run: () => void putIntoMount(mount.name, path, snapshot),
  };
}

/** Reverts a path of a working copy to a snapshot's content, with an undo in the notice. */
export async function putIntoMount(mount: string, path: string, snapshot: string): Promise<void> {
  const { tell } = useNotices.getState();
  const { compare } = text;
  try {
    const before = (await ask("mount.snapshot", { mount })).ca_id;
    await ask("mount.revert", { mount, path, to: `${snapshot}:${path}` });
    tell({
      kind: "done",
      text: compare.putInto(nameOf(path), mount),
      action: { text: compare.undo, run: () => void takeBack(mount, path, before) },
    });
    await mountsChanged();
  } catch (thrown) {
    tellFailed(compare.putFailed(nameOf(path), mount), thrown);
  }
}

async function takeBack(mount: string, path: string, before: string): Promise<void> {
  const { tell } = useNotices.getState();
  const { compare } = text;
  try {
    await ask("mount.revert", { mount, path, to: `${before}:${path}` });
    tell({ kind: "done", text: compare.takenBack(nameOf(path), mount) });
    await mountsChanged();
  } catch (thrown) {
    tellFailed(compare.putFailed(nameOf(path), mount), thrown);
  }
}
