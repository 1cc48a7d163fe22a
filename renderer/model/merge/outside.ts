import { shell } from "../../api/bridge.ts";
import type { MergeFile } from "../../api/merges.ts";
import { refOf } from "../../components/paths.ts";
import { useNotices } from "../../state/notices.ts";
import { text } from "../../strings/index.ts";
import { resolveFiles } from "./merges.ts";

const { outside: words } = text.merge;

/** Opens a version of a text in another program. `name` says which it is. Throws if it cannot. */
export async function openOutside(version: NonNullable<MergeFile["ours"]>, name: string): Promise<void> {
  await shell({ do: "open-text", ref: refOf(version.ca_id, version.path) });
  useNotices.getState().tell({ kind: "done", text: words.opened(name) });
}

/** Makes a file on disk the merged content of a path, which the notice undoes. Throws if it cannot. */
export async function takeEdited(merge: number, path: string, from: string): Promise<void> {
  await resolveFiles({ merge, path, take: "content", from }, () => words.taken);
}

/** Asks for the file that was edited outside, and makes it the merged content of a path. Throws if it cannot. */
export async function chooseEdited(merge: number, path: string): Promise<void> {
  const [from] = (await shell({ do: "pick", what: "merged-file" })).paths;
  if (from !== undefined) await takeEdited(merge, path, from);
}
