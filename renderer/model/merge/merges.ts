import type { CommandInput, CommandOutput } from "../../../core/api/registry/invoke.ts";
import { ask } from "../../api/bridge.ts";
import { client } from "../../api/client.ts";
import type { MergeFile, MergeInfo } from "../../api/merges.ts";
import { labelsChanged, mergesChanged, mountsChanged } from "../../api/stale.ts";
import { focusPane } from "../../state/focus.ts";
import { useMergeView } from "../../state/merge-view.ts";
import { useNotices } from "../../state/notices.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";
import { attempt } from "../attempt.ts";
import { unlessProtected } from "../labels/protection.ts";
import { undoAction } from "../labels/step.ts";
import { requireSaved } from "../working/drafts.ts";
import { filesInOrder, fileTree, flatFiles, nextOpenFile } from "./file-tree.ts";
import { flushTexts, forgetTexts, requireTextsSaved } from "./open-files.ts";
import { tellUpdated } from "./proof.ts";

const words = text.merge;

/** Gives the window to a merge, and the keys to its files. */
export function showMerge(merge: number): void {
  useMergeView.getState().open(merge);
  focusPane("merge-files");
}

/** Starts a merge, or goes on with the one that is under way, and shows it. Throws if it cannot. */
export async function startMerge(input: CommandInput<"merge.start">): Promise<void> {
  const { id } = await ask("merge.start", input);
  await mergesChanged();
  showMerge(id);
}

/** Starts to merge a label, or one of its moves, into another label. Throws if it cannot. */
export async function mergeInto(into: string, label: string, index: number | null): Promise<void> {
  await startMerge({ ours: into, theirs: await referenceOf(label, index), label: into });
}

/** Names a move of a label by how many moves ago it was. */
async function referenceOf(label: string, index: number | null): Promise<string> {
  if (index === null) return label;
  const { moves } = await ask("history", { label, limit: 1 });
  return `${label}@{${moves - 1 - index}}`;
}

/** Starts to merge a working copy with what its label holds by now. Throws if it cannot. */
export async function startMountMerge({
  id,
  name,
}: {
  readonly id: number;
  readonly name: string;
}): Promise<void> {
  await requireSaved(id);
  await startMerge({ mount: name });
}

/** Shows the next file that needs a decision, or the one before, as they are listed; if there is another. Throws if it cannot. */
export async function goToOpenFile(merge: number, step: 1 | -1): Promise<void> {
  await flushTexts();
  const { files } = await ask("merge.show", { merge });
  const { paths, settings, look } = useMergeView.getState();
  const listed = filesInOrder(settings.asTree ? fileTree(files) : flatFiles(files));
  const open = nextOpenFile(listed, paths[merge], step);
  if (open !== undefined) look(merge, open);
}

/** Leaves a merge. Nothing is decided by that, and nothing is lost. */
export function closeMerge(): void {
  void flushTexts();
  useMergeView.getState().close();
  focusPane("labels");
}

/** Completes a merge, and shows it in its label's history; when a side changed meanwhile, merges it in instead. Throws if it cannot. */
export async function completeMerge(
  { id: merge, label: into }: Pick<MergeInfo, "id" | "label">,
  { label, message }: { readonly label?: string; readonly message: string },
): Promise<void> {
  await requireTextsSaved(merge);
  const target = label ?? into ?? "";
  const asks = { does: words.completes(target), button: words.complete };
  const completed = await unlessProtected(target, asks, (override) =>
    ask("merge.complete", { merge, message, override, ...(label !== undefined && { label }) }),
  );
  if (completed === undefined) return;
  forgetTexts(merge);
  client.removeQueries({ queryKey: ["merge-file", merge] });
  if (completed.status === "updated") {
    await mergesChanged();
    tellUpdated(merge, completed);
    return;
  }
  useMergeView.getState().close();
  useSelection.getState().chooseLabel(completed.label);
  focusPane("history");
  await Promise.all([mergesChanged(), mountsChanged(), labelsChanged(completed.label)]);
  const move = { op: "merge" as const, to: completed.ca_id };
  const action = await undoAction(completed.label, move).catch(() => undefined);
  useNotices
    .getState()
    .tell({ kind: "done", text: words.completed(completed.label), ...(action && { action }) });
}

/** Abandons a merge, which can be brought back from the notice. Throws if it cannot. */
export async function abandonMerge(merge: number): Promise<void> {
  await flushTexts();
  await ask("merge.abandon", { merge });
  useMergeView.getState().close();
  focusPane("labels");
  await mergesChanged();
  const restore = () => attempt(restoreMerge(merge));
  useNotices.getState().tell({
    kind: "done",
    text: words.abandoned,
    action: { text: words.bringBack, run: restore },
  });
}

/** Abandons a merge that cannot be read. Throws if it cannot. */
export async function abandonUnread(merge: number): Promise<void> {
  await ask("merge.abandon", { merge });
  await mergesChanged();
}

async function restoreMerge(merge: number): Promise<void> {
  await ask("merge.restore", { merge });
  await mergesChanged();
  showMerge(merge);
}

/** A way to decide files, by their paths or a pattern. */
export type ResolveInput = CommandInput<"merge.resolve">;

/** Decides files, which the notice undoes. `said` names what was taken, from the number of files. Throws if it cannot. */
export async function resolveFiles(input: ResolveInput, said: (files: number) => string): Promise<void> {
  const { merge } = input;
  if (merge === undefined) return;
  await requireTextsSaved(merge);
  const { files } = await ask("merge.resolve", input);
  await mergesChanged();
  useNotices.getState().tell({
    kind: "done",
    text: said(files.length),
    action: { text: words.undo, run: () => attempt(takeBack(merge, files)) },
  });
}

type Decisions = CommandInput<"merge.decide">["decisions"];

/** Decides files as a card asks for it. Throws if it cannot. */
export async function decideFiles(merge: number, decisions: Decisions): Promise<void> {
  await ask("merge.decide", { merge, decisions });
  await mergesChanged();
}

/** Puts the merged text of a file at the path that one side moved it to; its hunks stay as they are. Throws if it cannot. */
export async function placeText(merge: number, path: string, at: string): Promise<void> {
  await requireTextsSaved(merge);
  await ask("merge.resolve", { merge, path, take: "text", at });
  await client.invalidateQueries({ queryKey: ["merge-file", merge] });
  await mergesChanged();
}

type Resolved = CommandOutput<"merge.resolve">["files"];

/** Takes back what was decided of files as a whole, and of the hunks of texts. */
async function takeBack(merge: number, files: Resolved): Promise<void> {
  await ask("merge.decide", {
    merge,
    decisions: files.flatMap(({ path, before, regions }) =>
      regions === undefined ? [{ path, decision: before }] : [],
    ),
    steps: files.flatMap(({ path, regions }) => (regions?.length ? [{ path, regions: [...regions] }] : [])),
  });
  await mergesChanged();
  useNotices.getState().tell({ kind: "done", text: words.takenBack });
}

/** Keeps a file as both sides have it, the second at another path. Throws if it cannot. */
export async function keepBoth(
  merge: number,
  { path, decision: { permissions } }: Pick<MergeFile, "path" | "decision">,
  both: { readonly as: string; readonly first: "ours" | "theirs" },
): Promise<void> {
  await decideFiles(merge, [
    { path, decision: { take: "both", ...both, ...(permissions && { permissions }) } },
  ]);
}
