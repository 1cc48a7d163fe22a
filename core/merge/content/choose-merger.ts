import { readContentIn } from "../../manifest/content.ts";
import type { Entry } from "../../manifest/entry.ts";
import type { ObjectStore } from "../../objects/object-store.ts";
import type { ContentMerger } from "../merger.ts";
import { sqliteMerger } from "../sqlite/sqlite-merger.ts";
import { textMerger } from "../text/text-merger.ts";

/** All mergers. The first that handles a content merges it; a content that none handles is binary. */
const contentMergers: readonly ContentMerger[] = [sqliteMerger, textMerger];

/** The number of bytes at the start of a file that decide its kind, as in git. */
const SNIFFED = 8000;

/** Returns the merger of a kind. */
export function mergerOf(kind: ContentMerger["kind"]): ContentMerger {
  const merger = contentMergers.find((merger) => merger.kind === kind);
  if (merger === undefined) throw new Error(`there is no merger for ${kind}`);
  return merger;
}

/** Returns the merger that handles a file, or undefined if none does. Throws `MissingObject`, `CorruptObject`. */
export async function chooseMerger(objects: ObjectStore, entry: Entry): Promise<ContentMerger | undefined> {
  const pieces: Uint8Array[] = [];
  for await (const piece of readContentIn(objects, entry, { from: 0, to: SNIFFED })) pieces.push(piece);
  const start = Buffer.concat(pieces);
  return contentMergers.find((merger) => merger.handles(start));
}

/** Finds the companion files of a file: each holds a part of its content and is named after it. */
export interface CompanionFiles {
  /** The suffixes that companion files of any kind have. */
  readonly suffixes: readonly string[];
  /** Returns the suffixes of the companion files that a file of this content may have. */
  of(entry: Entry): Promise<readonly string[]>;
}

/** Returns the companion files that the mergers know. */
export function companionFilesIn(objects: ObjectStore): CompanionFiles {
  return {
    suffixes: contentMergers.flatMap(({ companions = [] }) => companions),
    of: async (entry) => (await chooseMerger(objects, entry))?.companions ?? [],
  };
}
