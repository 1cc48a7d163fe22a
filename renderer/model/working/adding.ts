import { create } from "zustand";
import type { Progress } from "../../../core/api/command.ts";
import { asAppError, ask, shell } from "../../api/bridge.ts";
import { nameOf } from "../../components/format.ts";
import { pathOf } from "../../components/paths.ts";
import { useDialogs } from "../../state/dialogs.ts";
import type { NoticeAction } from "../../state/notices.ts";
import { text } from "../../strings/index.ts";
import { tellFailed } from "../attempt.ts";
import { change } from "./edits.ts";

const words = text.working;

/** Files that are being added to a working copy. */
export interface Adding {
  readonly mount: number;
  readonly files: number;
  readonly filesDone: number;
  stop(): void;
}

interface Skipped {
  readonly path: string;
  readonly reason: string;
}

/** The addition that runs now; one at a time. */
export const useAdding = create<{ readonly adding: Adding | null }>()(() => ({ adding: null }));

/** The additions that wait their turn. */
let queue = Promise.resolve();

/** Adds files and folders of the disk to a folder of a working copy, and tells what could not be. */
export function addPaths(mount: number, folder: string, paths: readonly string[]): void {
  if (paths.length === 0) return;
  queue = queue.then(() => add(mount, folder, paths));
}

/** Lets the user choose what to add. */
export async function pickAndAdd(
  mount: number,
  folder: string,
  what: "import-files" | "import-folder",
): Promise<void> {
  try {
    addPaths(mount, folder, (await shell({ do: "pick", what })).paths);
  } catch (thrown) {
    tellFailed(words.failed.add, thrown);
  }
}

async function add(mount: number, folder: string, paths: readonly string[]): Promise<void> {
  const stop = new AbortController();
  const show = (files: number, filesDone: number) =>
    useAdding.setState({ adding: { mount, files, filesDone, stop: () => stop.abort() } });
  show(0, 0);
  let skipped: readonly Skipped[] = [];
  const edit = {
    mount,
    paths: paths.map((path) => pathOf(folder, nameOf(path))),
    said: words.done.added(paths.length),
    other: () => detailsOf(skipped),
  };
  const onProgress = (progress: Progress) => {
    if (progress.command === "import") show(progress.files, progress.filesDone);
  };
  try {
    await change(edit, async (name) => {
      const options = { signal: stop.signal, onProgress };
      ({ skipped } = await ask("mount.add", { mount: name, folder, paths: [...paths] }, options));
    });
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.code !== "Cancelled") tellFailed(words.failed.add, error);
  } finally {
    useAdding.setState({ adding: null });
  }
}

/** Offers a list of the left-out files, with the reasons. */
function detailsOf(rows: readonly Skipped[]): NoticeAction | undefined {
  if (rows.length === 0) return undefined;
  const title = words.done.skipped(rows.length);
  const run = () =>
    useDialogs.getState().show({ name: "left-out", title, about: text.exporting.skippedAbout, rows });
  return { text: words.skippedDetails, run };
}
