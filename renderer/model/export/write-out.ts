import { create } from "zustand";
import type { CommandInput, CommandOutput } from "../../../core/api/registry/invoke.ts";
import { throttled } from "../../../core/throttle.ts";
import { ask, type CallHandle, shell } from "../../api/bridge.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { useNotices } from "../../state/notices.ts";
import { text } from "../../strings/index.ts";
import { attempt } from "../attempt.ts";

export type Written = CommandOutput<"export">;

/** The amount written so far. */
interface Writing {
  readonly files: number;
  readonly bytes: number;
}

const NOTHING: Writing = { files: 0, bytes: 0 };

/** The progress of a write, in a store of its own so that only its viewers render again. */
export const useWriting = create<Writing>()(() => NOTHING);

/** Writes something of a snapshot to disk. Throws as the command does. */
export function writeOut(
  input: CommandInput<"export">,
  onHandle: (handle: CallHandle) => void,
): Promise<Written> {
  useWriting.setState(NOTHING);
  const tell = throttled(({ files, bytes }: Writing) => useWriting.setState({ files, bytes }));
  return ask("export", input, {
    onHandle,
    onProgress: (progress) => progress.command === "export" && tell(progress),
  });
}

/** The texts about a write. */
interface WrittenWords {
  readonly done: (files: string) => string;
  readonly same: string;
}

/** Shows a notice of the written and left-out files; `at` is the place to show. */
export function tellWritten(written: Written, words: WrittenWords, at: string): void {
  const { skipped, warnings, notes } = written;
  const what = saidOf(written, words);
  const { tell } = useNotices.getState();
  const action = { text: text.exporting.show, run: () => attempt(shell({ do: "reveal", path: at })) };
  const { skippedTitle, skippedAbout, warnedTitle, warnedAbout, notedTitle, notedAbout, details, and } =
    text.exporting;
  const look = (title: string, about: string, rows: Written["warnings"]) => ({
    text: details,
    run: () => useDialogs.getState().show({ name: "left-out", title, about, rows }),
  });
  if (skipped.length > 0) {
    const said = and(what, text.exporting.skipped(skipped.length));
    tell({ kind: "done", text: said, action, other: look(skippedTitle, skippedAbout, skipped) });
  } else if (notes.length > 0) {
    const rows = notes.map((reason) => ({ path: "", reason }));
    tell({
      kind: "done",
      text: and(what, text.exporting.noted),
      action,
      other: look(notedTitle, notedAbout, rows),
    });
  } else if (warnings.length > 0) {
    const said = and(what, text.exporting.warned(warnings.length));
    tell({ kind: "done", text: said, action, other: look(warnedTitle, warnedAbout, warnings) });
  } else {
    tell({ kind: "done", text: what, action });
  }
}

function saidOf({ files, skipped }: Written, { done, same }: WrittenWords): string {
  if (files > 0) return done(text.common.files(files));
  return skipped.length > 0 ? text.exporting.none : same;
}
