import { create } from "zustand";
import { ask } from "../../api/bridge.ts";
import { client } from "../../api/client.ts";
import { mountStateQuery } from "../../api/mounts.ts";
import { mountsChanged } from "../../api/stale.ts";
import { folderOf, nameOf } from "../../components/format.ts";
import { pathOf, refOf } from "../../components/paths.ts";
import { type NoticeAction, useNotices } from "../../state/notices.ts";
import { useWorkingView } from "../../state/working-view.ts";
import { text } from "../../strings/index.ts";
import { tellFailed } from "../attempt.ts";
import { flushDrafts, requireSaved } from "./drafts.ts";
import { mountWithId } from "./mount-with-id.ts";
import { forgetTexts, moveTexts } from "./text-models.ts";

const words = text.working;

/** Creates an empty file, and shows it. Throws if it cannot. */
export async function createFile(mount: number, path: string): Promise<void> {
  const said = words.done.created(nameOf(path));
  await change({ mount, paths: [path], said }, (name) => ask("mount.write", { mount: name, path, text: "" }));
  useWorkingView.getState().reveal(mount, { path, isFolder: false });
}

/** Creates a folder, and shows it. Throws if it cannot. */
export async function createFolder(mount: number, path: string): Promise<void> {
  const said = words.done.created(nameOf(path));
  await change({ mount, paths: [path], said }, (name) => ask("mount.mkdir", { mount: name, path }));
  useWorkingView.getState().reveal(mount, { path, isFolder: true });
}

/** Moves a file or folder to another path; creates missing folders. Throws if it cannot. */
export async function moveTo(mount: number, from: string, to: string): Promise<void> {
  const folder = folderOf(to);
  const isRenamed = folder === folderOf(from);
  const said = isRenamed
    ? words.done.renamed(nameOf(from), nameOf(to))
    : words.done.moved(nameOf(from), folder || words.top);
  await change({ mount, paths: [to, from], said }, async (name) => {
    if (!isRenamed && folder !== "") await ask("mount.mkdir", { mount: name, path: folder });
    await ask("mount.mv", { mount: name, from, to });
  });
  moveTexts(mount, from, to);
  useWorkingView.getState().moved(mount, from, to);
}

/** Deletes a file, or a folder with its content. */
export async function remove(mount: number, path: string): Promise<void> {
  const said = words.done.removed(nameOf(path));
  const work = (name: string) => ask("mount.rm", { mount: name, path, recursive: true });
  await orTell(path, () => change({ mount, paths: [path], said }, work));
}

/** Reverts a file or folder to the base. */
export async function revert(mount: number, path: string): Promise<void> {
  const said = words.done.reverted(nameOf(path));
  const work = (name: string) => ask("mount.revert", { mount: name, path });
  await orTell(path, () => change({ mount, paths: [path], said }, work));
}

/** Moves a file or folder into another folder; reports an error if its name is taken there. */
export async function moveInto(mount: number, from: string, folder: string): Promise<void> {
  const to = pathOf(folder, nameOf(from));
  if (to !== from) await orTell(from, () => moveTo(mount, from, to));
}

/** Something that is done to files of a working copy. */
interface Edit {
  readonly mount: number;
  /** The changed paths. Reverting them in this order takes the edit back. */
  readonly paths: readonly string[];
  readonly said: string;
  /** A second action of the notice, when the edit is done. */
  readonly other?: () => NoticeAction | undefined;
}

/** Edits files, and shows a notice with an undo. Typed text is saved first, so that an undo keeps it. */
export async function change(
  { mount, paths, said, other }: Edit,
  work: (name: string) => Promise<unknown>,
): Promise<void> {
  await requireSaved(mount);
  const { name } = await mountWithId(mount);
  const { ca_id: before } = await ask("mount.snapshot", { mount: name });
  await work(name);
  await seen(name);
  const edit = { mount, paths, before, said };
  useEdits.setState(({ edits }) => ({ edits: [...edits, edit] }));
  const more = other?.();
  useNotices.getState().tell({
    kind: "done",
    text: said,
    action: { text: words.undo, tip: words.undoEdit(said), run: () => void takeBack(edit) },
    ...(more && { other: more }),
  });
}

/** An edit of this window that can be undone. */
interface Done {
  readonly mount: number;
  readonly paths: readonly string[];
  /** The working copy before it, as a snapshot. */
  readonly before: string;
  readonly said: string;
}

/** The edits of files in working copies. */
export const useEdits = create<{ readonly edits: readonly Done[] }>()(() => ({ edits: [] }));

/** Returns the next edit to undo in a working copy. */
export function latestOf(edits: readonly Done[], mount: number | null): Done | undefined {
  return edits.findLast((edit) => edit.mount === mount);
}

/** Takes back the latest change of a working copy's files that was made in this window; nothing where there is none. */
export async function undoEdit(mount: number): Promise<void> {
  const latest = latestOf(useEdits.getState().edits, mount);
  if (latest !== undefined) await takeBack(latest);
}

/** Drops the edits and drafts of all working copies. */
export function forgetEdits(): void {
  useEdits.setState({ edits: [] });
  forgetTexts();
}

async function takeBack(edit: Done): Promise<void> {
  const { tell } = useNotices.getState();
  useEdits.setState(({ edits }) => ({ edits: edits.filter((each) => each !== edit) }));
  try {
    await flushDrafts(edit.mount);
    const { name } = await mountWithId(edit.mount);
    for (const path of edit.paths)
      await ask("mount.revert", { mount: name, path, to: refOf(edit.before, path) });
    await seen(name);
    tell({ kind: "done", text: words.done.undone });
  } catch (thrown) {
    tellFailed(words.failed.undo, thrown);
  }
}

/** Waits until the window shows the edit. */
async function seen(name: string): Promise<void> {
  await mountsChanged();
  await client.fetchQuery(mountStateQuery(name));
}

async function orTell(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    tellFailed(words.failed.edit(nameOf(path)), thrown);
  }
}
