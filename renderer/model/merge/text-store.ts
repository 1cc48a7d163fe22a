import { FileMerge } from "../../../core/merge/model/file-merge.ts";
import { splitLines } from "../../../core/merge/model/lines.ts";
import type { MergeTexts } from "../../../core/merge/model/merge-source.ts";
import { parseFileMerge, saveFileMerge } from "../../../core/merge/model/saved-file-merge.ts";
import type { SavedRegion } from "../../../core/merge/model/saved-region.ts";
import { applyStep } from "../../../core/merge/model/saved-step.ts";
import { ask } from "../../api/bridge.ts";
import { client } from "../../api/client.ts";
import { type MergeFile, type MergeSides, mergeFileQuery } from "../../api/merges.ts";
import { mergesChanged } from "../../api/stale.ts";

/** A text merge as the store has it. */
export interface LoadedText {
  readonly merge: FileMerge;
  readonly revision: number;
}

/** Where the merge of a text is kept. */
export interface TextStore {
  load(): Promise<LoadedText>;
  /** Saves a step after a state of the merge; returns the file's revision. */
  step(step: readonly SavedRegion[], after: FileMerge): Promise<number>;
  /** Applies a step to a merge that somebody else changed, where it still fits. */
  apply(merge: FileMerge, step: readonly SavedRegion[]): FileMerge;
}

/** Makes the merge of a loaded text; undefined for a file that has none. */
export function loadedText({ text, revision }: MergeFile): LoadedText | undefined {
  if (text === null) return undefined;
  const texts: MergeTexts = {
    base: splitLines(text.base ?? ""),
    ours: splitLines(text.ours ?? ""),
    theirs: splitLines(text.theirs ?? ""),
  };
  if (text.saved === null) {
    const regions = text.regions.map(({ suggestion, ...region }) => ({
      ...region,
      ...(suggestion && { suggestion }),
    }));
    return { merge: FileMerge.begin(texts, regions), revision };
  }
  const parsed = parseFileMerge(text.saved, texts);
  if (!parsed.ok) throw new Error(`The saved merge cannot be used. ${parsed.why}`);
  return { merge: parsed.value, revision };
}

/** Keeps the merge of a file's text in the store of a merge session. */
export class SessionTextStore implements TextStore {
  readonly #merge: MergeSides;
  readonly #path: string;
  /** Whether the store has the cut of the text already. */
  #hasCut: boolean;
  #state: MergeFile["state"];

  constructor(merge: MergeSides, { path, text, state }: MergeFile) {
    this.#merge = merge;
    this.#path = path;
    this.#state = state;
    this.#hasCut = text !== null && text.saved !== null;
  }

  async load(): Promise<LoadedText> {
    const file = await ask("merge.file", { merge: this.#merge.id, path: this.#path });
    // Shows what is decided beside the text, such as whose permissions the file gets.
    client.setQueryData(mergeFileQuery(this.#merge, this.#path).queryKey, file);
    const loaded = loadedText(file);
    if (loaded === undefined) throw new Error(`${this.#path} has no text to merge any more.`);
    this.#hasCut = file.text !== null && file.text.saved !== null;
    return loaded;
  }

  async step(step: readonly SavedRegion[], after: FileMerge): Promise<number> {
    const { revision, state } = await ask("merge.step", {
      merge: this.#merge.id,
      path: this.#path,
      regions: [...step],
      ...(!this.#hasCut && { cut: saveFileMerge(after) }),
    });
    this.#hasCut = true;
    // Whether a file is resolved is shown beside it and above all of them.
    if (state !== this.#state) void mergesChanged();
    this.#state = state;
    return revision;
  }

  apply(merge: FileMerge, step: readonly SavedRegion[]): FileMerge {
    const whole = applied(merge, step);
    if (whole !== undefined) return whole;
    return step.reduce((before, region) => applied(before, [region]) ?? before, merge);
  }
}

function applied(merge: FileMerge, step: readonly SavedRegion[]): FileMerge | undefined {
  const saved = applyStep(saveFileMerge(merge), step);
  if (!saved.ok) return undefined;
  const parsed = parseFileMerge(saved.value, merge.source.texts);
  return parsed.ok ? parsed.value : undefined;
}
