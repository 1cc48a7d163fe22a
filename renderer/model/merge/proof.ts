import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import type { CheckedFile, MergePreview } from "../../api/merges.ts";
import { mergesChanged } from "../../api/stale.ts";
import { useMergeView } from "../../state/merge-view.ts";
import { useNotices } from "../../state/notices.ts";
import { text } from "../../strings/index.ts";
import { requireTextsSaved } from "./open-files.ts";

const words = text.mergeProof;

/** Shows what a merge would give now, with all that was typed. Throws if something cannot be saved. */
export async function showProof(merge: number): Promise<void> {
  await requireTextsSaved(merge);
  await mergesChanged();
  useMergeView.getState().showProof(true);
}

/** Something of a merge's result that people should see before they complete it. */
export interface ProofNote {
  readonly kind: "open" | "finding" | "lines";
  readonly path: string;
  /** In the result, from 0; null for the whole file. */
  readonly line: number | null;
  /** The number of lines that it is about. */
  readonly count: number;
  readonly about: string;
  /** The first of its lines. */
  readonly text: string;
}

/** Lists what people should see: the open files, then what looks like a mistake, then lines that neither side has. */
export function proofNotes(
  { open, new_lines }: MergePreview,
  checked: readonly CheckedFile[],
): readonly ProofNote[] {
  return [
    ...open.map(
      (path): ProofNote => ({ kind: "open", path, line: null, count: 0, about: words.openNote, text: "" }),
    ),
    ...checked.flatMap(findingNotes),
    ...new_lines.map(
      (lines): ProofNote => ({
        kind: "lines",
        path: lines.path,
        line: lines.start,
        count: lines.count,
        about: howWords(lines),
        text: lines.text.split("\n", 1)[0] ?? "",
      }),
    ),
  ];
}

/** Lists what looks like a mistake in a text, and why something of it was not checked. */
function findingNotes({ path, findings, unchecked }: CheckedFile): readonly ProofNote[] {
  const found = (line: number | null, about: string): ProofNote => ({
    kind: "finding",
    path,
    line,
    count: 1,
    about,
    text: "",
  });
  return [
    ...findings.map(({ line, message }) => found(line - 1, message)),
    ...(unchecked === undefined ? [] : [found(null, words.unchecked(unchecked))]),
  ];
}

/** Counts the notes of each kind; lines, not places, of those that neither side has. */
export function noteSums(notes: readonly ProofNote[]): Readonly<Record<ProofNote["kind"], number>> {
  const sums = { open: 0, finding: 0, lines: 0 };
  for (const { kind, count } of notes) sums[kind] += kind === "lines" ? count : 1;
  return sums;
}

/** Shows the place of a note in its file. */
export function goToNote(merge: number, { path, line }: Pick<ProofNote, "path" | "line">): void {
  useMergeView.getState().goTo(merge, { path, line });
}

type Updated = Extract<CommandOutput<"merge.complete">, { status: "updated" }>;

/** Goes back to the files of a merge that was merged anew, and says what became of the decisions. */
export function tellUpdated(merge: number, { kept, reopened, settled }: Updated): void {
  const [first] = reopened;
  useMergeView.getState().showProof(false);
  const told = [
    words.updated(kept),
    ...(reopened.length > 0 ? [words.reopened(reopened)] : []),
    ...(settled.length > 0 ? [words.settled(settled)] : []),
    ...(reopened.length === 0 ? [words.onceMore] : []),
  ];
  const action = first !== undefined && {
    action: { text: words.goToFirst, run: () => goToNote(merge, { path: first, line: null }) },
  };
  useNotices.getState().tell({ kind: "done", text: told.join(" "), ...action });
}

function howWords({ how, by, in_base }: MergePreview["new_lines"][number]): string {
  const done = by === null ? words.how[how] : words.howBy(words.how[how], by);
  return in_base ? `${done}; ${words.inBase}` : done;
}
