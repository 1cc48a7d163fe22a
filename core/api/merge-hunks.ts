import { StrataError } from "../errors.ts";
import type { FileMerge } from "../merge/model/file-merge.ts";
import { saveFileMerge } from "../merge/model/saved-file-merge.ts";
import { type SavedRegion, saveRegion } from "../merge/model/saved-region.ts";
import type { FileStep } from "../operations/session-steps.ts";
import type { Repository } from "../repository/repository.ts";
import type { SessionFile } from "../sessions/session.ts";
import { unfitDecision } from "../sessions/session-errors.ts";
import { openText } from "./merge-answers.ts";

/** A hunk of a text in conflict, by its number from 1. */
export interface Hunk {
  readonly hunk: number;
  readonly decision: string;
  readonly suggestion?: "ours" | "theirs";
  readonly line: number;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Returns the hunks of a text that are in conflict. */
export function hunksOf(merge: FileMerge): Hunk[] {
  const { texts } = merge.source;
  return conflictsOf(merge).map((index, at) => {
    const { region, decision, result } = merge.region(index);
    const lines = (side: "base" | "ours" | "theirs") =>
      texts[side].slice(region[side].start, region[side].start + region[side].count).join("");
    return {
      hunk: at + 1,
      decision,
      ...(region.suggestion && { suggestion: region.suggestion }),
      line: result.start + 1,
      base: lines("base"),
      ours: lines("ours"),
      theirs: lines("theirs"),
    };
  });
}

/** A change of hunks: `change` returns the merge with the region of this index changed, or the same if that does not fit it. */
export interface HunkChange {
  /** Absent: all open ones. */
  readonly hunk?: number | undefined;
  readonly change: (merge: FileMerge, index: number) => FileMerge;
}

/** A step and the regions that it replaces. */
export interface HunkStep {
  readonly step: FileStep;
  readonly before: readonly SavedRegion[];
}

/**
 * Makes the step that changes hunks of a file's text. Throws `BadInput` for a file that is no text, and for a hunk that there is
 * not; `MissingObject`, `CorruptObject`.
 */
export async function stepFor(
  repository: Repository,
  file: SessionFile,
  { hunk, change }: HunkChange,
): Promise<HunkStep> {
  const { path } = file;
  const texts = await repository.merges.texts(file);
  if (typeof texts === "string") {
    throw unfitDecision(
      path,
      `it has no hunks. ${texts.replace(/\.$/, "")}`,
      "Take one side of it, or the content of a file.",
    );
  }
  const merge = openText(file, texts);
  const conflicts = conflictsOf(merge);
  if (hunk !== undefined && conflicts[hunk - 1] === undefined) throw noHunk(path, hunk, conflicts.length);
  const chosen =
    hunk === undefined
      ? conflicts.filter((index) => merge.region(index).decision === "open")
      : conflicts.slice(hunk - 1, hunk);
  const changed = chosen.reduce(change, merge);
  const touched = chosen.filter((index) => changed.states.at(index) !== merge.states.at(index));
  return {
    step: {
      path,
      regions: touched.map((index) => saveRegion(changed.states.at(index))),
      ...(file.text === null && { cut: saveFileMerge(merge) }),
    },
    before: touched.map((index) => saveRegion(merge.states.at(index))),
  };
}

function conflictsOf(merge: FileMerge): number[] {
  return [...merge.regions()].filter(({ region }) => region.kind === "conflict").map(({ index }) => index);
}

function noHunk(path: string, hunk: number, hunks: number): StrataError {
  const has = hunks === 1 ? "1 hunk" : `${hunks} hunks`;
  return new StrataError(
    "BadInput",
    `${JSON.stringify(path)} has ${has} in conflict, and no number ${hunk}.`,
    {
      hint: `See them with their numbers: strata merge show ${path}`,
      data: { path, hunk, hunks },
    },
  );
}
