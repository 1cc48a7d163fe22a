import { readWhole } from "../manifest/content.ts";
import { entryType } from "../manifest/entry.ts";
import { chooseMerger, mergerOf } from "../merge/content/choose-merger.ts";
import { FileMerge } from "../merge/model/file-merge.ts";
import { splitLines } from "../merge/model/lines.ts";
import type { MergeTexts } from "../merge/model/merge-source.ts";
import type { Side } from "../merge/model/merge-state.ts";
import { type SavedFileMerge, saveFileMerge } from "../merge/model/saved-file-merge.ts";
import { textOfBytes } from "../merge/model/text-bytes.ts";
import { refinedRegions } from "../merge/text/refine-regions.ts";
import type { Region } from "../merge/text/region.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import type { FileVersions } from "./session.ts";

const SIDES = ["base", "ours", "theirs"] as const;
const NONE = new Uint8Array();

/** The three texts of a file; null for a side that has none. */
export type TextBytes = Readonly<Record<Side, Uint8Array | null>>;

/** Reads the texts of a file; or says why it cannot be merged line by line. Throws `MissingObject`, `CorruptObject`. */
export async function readTexts(
  objects: ObjectStore,
  versions: FileVersions,
  { mostBytes }: { readonly mostBytes: number } = mergerOf("text"),
): Promise<TextBytes | string> {
  const texts: Record<Side, Uint8Array | null> = { base: null, ours: null, theirs: null };
  if (versions.ours === null || versions.theirs === null) return "Only one side has a file there.";
  for (const side of SIDES) {
    const entry = versions[side]?.entry;
    if (entry === undefined) continue;
    if (entryType(entry) !== "file") return "It is a link.";
    if (entry.size > mostBytes) {
      return `It is larger than ${mostBytes / 1024 / 1024} MiB, too large to show line by line.`;
    }
    if ((await chooseMerger(objects, entry))?.kind !== "text") return "It is no text.";
    texts[side] = await readWhole(objects, entry);
  }
  return texts;
}

/** Splits texts into lines, with each byte that is no part of valid UTF-8 as a lone surrogate. */
export function linesOfTexts(texts: TextBytes): MergeTexts {
  const lines = (side: Side) => splitLines(textOfBytes(texts[side] ?? NONE));
  return { base: lines("base"), ours: lines("ours"), theirs: lines("theirs") };
}

/** Returns the regions of a merge of texts, as they are shown. */
export function regionsOfTexts({ base, ours, theirs }: TextBytes): readonly Region[] {
  return refinedRegions(base ?? NONE, ours ?? NONE, theirs ?? NONE);
}

/** Begins the merge of texts. */
export function beginTexts(texts: TextBytes): SavedFileMerge {
  return saveFileMerge(FileMerge.begin(linesOfTexts(texts), regionsOfTexts(texts)));
}
