import { shortId, shortTime } from "../../components/format.ts";
import type { Side } from "../../state/sides.ts";
import { text } from "../../strings/index.ts";

/** Names a side in a sentence. */
export function sideWords(side: Side): string {
  const { sides } = text.compare;
  if (side.is === "move") return sides.of(side.label, shortTime(side.at));
  if (side.is === "mount") return sides.mount(side.name);
  return side.is === "folder" ? sides.folder(side.label) : sides.snapshot(shortId(side.snapshot));
}

/** Describes a side, beside its label or working copy. */
export function kindWords(side: Side): string {
  const { sides } = text.compare;
  if (side.is === "move") return shortTime(side.at);
  if (side.is === "mount") return sides.isMount;
  return side.is === "folder" ? sides.isFolder : sides.isSnapshot;
}
