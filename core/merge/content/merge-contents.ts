import { cancelled } from "../../errors.ts";
import { readContentIn, readWhole } from "../../manifest/content.ts";
import type { Entry } from "../../manifest/entry.ts";
import type { ContentStorer } from "../../manifest/store-content.ts";
import type { ObjectStore } from "../../objects/object-store.ts";
import type { FileParts } from "../tree/companion-files.ts";
import { contentMergers, mergerFor } from "./choose-merger.ts";
import type { FileSides, MergeContents } from "./file-sides.ts";
import type {
  ContentMerge,
  ContentMergeOptions,
  ContentMerger,
  ContentSides,
  TextConflict,
} from "./merger.ts";

/**
 * Has a merger merge contents wherever that is safe; when it takes too long, the answer is a conflict. Throws `Cancelled` as soon
 * as the signal says so, where it can be stopped.
 */
export type RunMerger = (
  merger: ContentMerger,
  sides: ContentSides,
  options: ContentMergeOptions,
  signal?: AbortSignal,
) => Promise<ContentMerge>;

/** What merging contents needs. */
export interface ContentMerging {
  readonly objects: ObjectStore;
  readonly storer: ContentStorer;
  /** Gives the size of the largest file that one of the merged snapshots has at a path; 0 for none. */
  readonly sizeOf: (path: string) => Promise<number>;
  readonly options: ContentMergeOptions;
  readonly run: RunMerger;
  readonly signal?: AbortSignal | undefined;
}

/** So many bytes of a file decide what it is, as in git. */
const SNIFFED = 8000;
/** So many characters of markers and diffs one merge tells in all. */
const MOST_TEXT = 32 * 1024 * 1024;
const TOO_MUCH_TEXT = "Both sides changed the same lines; there are too many such conflicts to show all.";

type Outcome = Awaited<ReturnType<MergeContents>>;

/** Gives the function that merges the contents of files: by the merger of their kind, where all sides are of one kind. */
export function contentMerging(merging: ContentMerging): MergeContents {
  const { objects, storer, sizeOf, options, run, signal } = merging;
  let told = 0;
  return async (sides) => {
    if (signal?.aborted) throw cancelled();
    const merger = await mergerOfAll(objects, sides);
    if (merger === undefined || "reason" in merger) return whole(sides, options, "binary", merger?.reason);
    const { kind, mostBytes, parts = [] } = merger;
    if (entriesOf(sides).some(({ size }) => size > mostBytes))
      return whole(sides, options, kind, tooLarge(kind, mostBytes));
    for (const part of parts) {
      if ((await sizeOf(sides.path + part)) > 0) return whole(sides, options, kind, apart(sides.path + part));
    }
    const merge = await run(merger, await contentsOf(objects, sides), options, signal);
    if (merge.status === "merged") {
      return { status: "merged", content: await storer.store(merge.bytes), preferred: merge.preferred > 0 };
    }
    const { rows } = merge;
    if (merge.reason !== undefined && rows === undefined) return whole(sides, options, kind, merge.reason);
    const isTold = told <= MOST_TEXT;
    const text = isTold ? merge.text : undefined;
    if (text !== undefined) told += lengthOf(text);
    const reason = isTold || rows !== undefined ? merge.reason : TOO_MUCH_TEXT;
    const conflict = { kind, ...(reason && { reason }), ...(text && { text }), ...(rows && { rows }) };
    return { status: "conflict", conflict };
  };
}

async function mergerOfAll(
  objects: ObjectStore,
  sides: FileSides,
): Promise<ContentMerger | { readonly reason: string } | undefined> {
  const found: (ContentMerger | undefined)[] = [];
  for (const entry of entriesOf(sides)) found.push(await mergerOfOne(objects, entry));
  const [first, ...others] = found;
  return others.every((other) => other === first)
    ? first
    : { reason: "The versions hold different kinds of content." };
}

async function mergerOfOne(objects: ObjectStore, entry: Entry): Promise<ContentMerger | undefined> {
  const pieces: Uint8Array[] = [];
  for await (const piece of readContentIn(objects, entry, { from: 0, to: SNIFFED })) pieces.push(piece);
  return mergerFor(Buffer.concat(pieces));
}

/** Tells of the files that have a part of their content beside them. */
export function filePartsIn(objects: ObjectStore): FileParts {
  return {
    suffixes: contentMergers.flatMap(({ parts = [] }) => parts),
    of: async (entry) => (await mergerOfOne(objects, entry))?.parts ?? [],
  };
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

/** What cannot be merged is one conflict, or the preferred side's. */
function whole(
  { ours, theirs }: FileSides,
  { prefer }: ContentMergeOptions,
  kind: ContentMerger["kind"] | "binary",
  reason: string | undefined,
): Outcome {
  if (prefer === "none") return { status: "conflict", conflict: { kind, ...(reason && { reason }) } };
  const { size, content } = prefer === "ours" ? ours : theirs;
  return { status: "merged", content: { size, content }, preferred: true };
}

function tooLarge(kind: ContentMerger["kind"], most: number): string {
  const what = kind === "text" ? "line by line" : "row by row";
  return `It is larger than ${most / 1024 / 1024} MiB, and so not merged ${what}.`;
}

function apart(path: string): string {
  return `Some of its content is in ${path}, and it cannot be merged without.`;
}

function lengthOf({ markers, diffOurs, diffTheirs }: TextConflict): number {
  return markers.length + diffOurs.length + diffTheirs.length;
}
