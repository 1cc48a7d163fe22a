import { cancelled } from "../../errors.ts";
import { readWhole } from "../../manifest/content.ts";
import type { Entry } from "../../manifest/entry.ts";
import type { ContentStorer, StoredContent } from "../../manifest/store-content.ts";
import type { ObjectStore } from "../../objects/object-store.ts";
import type {
  ContentMerge,
  ContentMergeOptions,
  ContentMerger,
  ContentMergerKind,
  ContentSides,
  HunkCounts,
  RowConflict,
  TextConflict,
} from "../merger.ts";
import { chooseMerger } from "./choose-merger.ts";

/** The three versions of one file. */
export interface FileSides {
  readonly path: string;
  /** Null if both sides added the path. */
  readonly base: Entry | null;
  readonly ours: Entry;
  readonly theirs: Entry;
  /** Whether the path is unsettled: `base` is null, and a difference of the sides is a conflict. */
  readonly unsettled?: boolean;
}

/** A conflict in a file's content. */
export interface ContentConflict {
  readonly kind: ContentMergerKind | "binary";
  readonly reason?: string;
  readonly hunks?: HunkCounts;
  readonly rowCount?: number;
  readonly text?: TextConflict;
  readonly rows?: readonly RowConflict[];
}

/** The result of merging a file's contents. `preferred`: whether a preference decided some of it. */
export type MergedContents =
  | { readonly status: "merged"; readonly content: StoredContent; readonly preferred: boolean }
  | { readonly status: "conflict"; readonly conflict: ContentConflict };

/** Merges the contents of a file, without its permissions. */
export type MergeContents = (sides: FileSides) => Promise<MergedContents>;

/**
 * Runs a merger, usually in a thread of its own. A merger that takes too long gives a conflict. Throws `Cancelled` as soon
 * as the signal aborts, if the merger can be stopped.
 */
export type RunMerger = (
  merger: ContentMerger,
  sides: ContentSides,
  options: ContentMergeOptions,
  signal?: AbortSignal,
) => Promise<ContentMerge>;

/** The stores and options of content merges. */
export interface MergeContentsOptions {
  /** Holds the files to merge. */
  readonly objects: ObjectStore;
  /** Stores the merged contents. */
  readonly storer: ContentStorer;
  /** Returns the size of the largest file that any of the merged snapshots has at a path; 0 if none has one. */
  readonly sizeOf: (path: string) => Promise<number>;
  readonly options: ContentMergeOptions;
  readonly run: RunMerger;
  readonly signal?: AbortSignal | undefined;
}

/** Maximum length of all markers and diffs of one merge, in characters. */
const MOST_TEXT = 32 * 1024 * 1024;
const TOO_MUCH_TEXT = "Both sides changed the same lines; there are too many such conflicts to show all.";

/** Returns a function that merges the contents of files, each by the merger of its kind if all sides are of one kind. */
export function mergeContentsWith(given: MergeContentsOptions): MergeContents {
  const { objects, storer, sizeOf, options, run, signal } = given;
  let shown = 0;
  return async (sides) => {
    if (signal?.aborted) throw cancelled();
    const merger = await mergerOfAll(objects, sides);
    if (merger === undefined || "reason" in merger) return whole(sides, options, "binary", merger?.reason);
    const { kind, mostBytes, companions = [] } = merger;
    if (entriesOf(sides).some(({ size }) => size > mostBytes))
      return whole(sides, options, kind, tooLarge(kind, mostBytes));
    for (const suffix of companions) {
      const companion = sides.path + suffix;
      if ((await sizeOf(companion)) > 0) return whole(sides, options, kind, hasCompanion(companion));
    }
    const merge = await run(merger, await contentsOf(objects, sides), options, signal);
    if (merge.status === "merged") {
      return { status: "merged", content: await storer.store(merge.bytes), preferred: merge.preferred > 0 };
    }
    const { rows, rowCount, hunks } = merge;
    if (merge.reason !== undefined && rows === undefined) return whole(sides, options, kind, merge.reason);
    const isShown = merge.text === undefined || shown <= MOST_TEXT;
    const text = isShown ? merge.text : undefined;
    if (text !== undefined) shown += lengthOf(text);
    const reason = isShown || rows !== undefined ? merge.reason : TOO_MUCH_TEXT;
    const parts = {
      ...(hunks && { hunks }),
      ...(text && { text }),
      ...(rows && { rows, rowCount: rowCount ?? rows.length }),
    };
    const conflict = { kind, ...(reason && { reason }), ...parts };
    return { status: "conflict", conflict };
  };
}

/** Returns the merger that handles all sides, or the reason why there is none; undefined if no side has one. */
async function mergerOfAll(
  objects: ObjectStore,
  sides: FileSides,
): Promise<ContentMerger | { readonly reason: string } | undefined> {
  const found: (ContentMerger | undefined)[] = [];
  for (const entry of entriesOf(sides)) found.push(await chooseMerger(objects, entry));
  const [first, ...others] = found;
  return others.every((other) => other === first)
    ? first
    : { reason: "The versions hold different kinds of content." };
}

async function contentsOf(objects: ObjectStore, { base, ours, theirs }: FileSides): Promise<ContentSides> {
  return {
    base: base && (await readWhole(objects, base)),
    ours: await readWhole(objects, ours),
    theirs: await readWhole(objects, theirs),
  };
}

function entriesOf({ base, ours, theirs }: FileSides): Entry[] {
  return base === null ? [ours, theirs] : [base, ours, theirs];
}

/** Returns a conflict of the whole file, or the preferred side's content. */
function whole(
  { ours, theirs }: FileSides,
  { prefer }: ContentMergeOptions,
  kind: ContentConflict["kind"],
  reason: string | undefined,
): MergedContents {
  if (prefer === "none") return { status: "conflict", conflict: { kind, ...(reason && { reason }) } };
  const { size, content } = prefer === "ours" ? ours : theirs;
  return { status: "merged", content: { size, content }, preferred: true };
}

function tooLarge(kind: ContentMergerKind, most: number): string {
  const unit = kind === "text" ? "line by line" : "row by row";
  return `It is larger than ${most / 1024 / 1024} MiB, too large to merge ${unit}.`;
}

function hasCompanion(path: string): string {
  return `Part of its content is in ${path}, without which it cannot be merged.`;
}

function lengthOf({ markers, diffOurs, diffTheirs }: TextConflict): number {
  return markers.length + diffOurs.length + diffTheirs.length;
}
