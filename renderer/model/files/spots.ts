import { shell } from "../../api/bridge.ts";
import type { Chosen } from "../../api/chosen.ts";
import { nameOf } from "../../components/format.ts";
import { type Place, refOf } from "../../components/paths.ts";
import { tellFailed } from "../../model/attempt.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";

/** A place in a snapshot that is there. */
export interface Spot extends Place {
  readonly label: string;
  readonly snapshot: string;
  readonly at: number;
}

/** Returns a place in the selected snapshot; null where the label is deleted. */
export function spotOf({ label, to, at }: Chosen, place: Place): Spot | null {
  return to === null ? null : { ...place, label, snapshot: to, at };
}

/** Asks where to write it to. */
export function exportSpot({ label, snapshot, path, isFolder }: Spot): void {
  const title = path === "" ? label : nameOf(path);
  useDialogs.getState().show({ name: "export", ref: refOf(snapshot, path), title, isFile: !isFolder });
}

/** Asks about putting it back into the label's folder. */
export function restoreSpot({ label, snapshot, path, isFolder, at }: Spot): void {
  useDialogs.getState().show({ name: "restore", label, snapshot, path, isFile: !isFolder, at });
}

/** Begins to drag it out of the window. */
export async function dragSpot({ snapshot, path }: Pick<Spot, "snapshot" | "path">): Promise<void> {
  const name = nameOf(path);
  try {
    await shell({ do: "drag", ref: refOf(snapshot, path), name });
  } catch (thrown) {
    tellFailed(text.files.dragFailed(name), thrown);
  }
}
