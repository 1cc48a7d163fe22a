// @browser-safe
import type { ObjectId } from "../../ids.ts";
import type { Region } from "../region.ts";
import type { FileMerge } from "./file-merge.ts";
import { failed, isRecord, type Restored } from "./json-shape.ts";
import type { MergeTexts } from "./merge-source.ts";
import { type ConflictedFile, type FileDecision, type FileState, MergeState } from "./merge-state.ts";
import { restoreFileMerge, type SavedFileMerge, saveFileMerge } from "./saved-file-merge.ts";

const VERSION = 1;

/** A merge as plain JSON: what was decided and typed. */
export interface SavedMerge {
  readonly version: typeof VERSION;
  readonly files: readonly SavedFile[];
}

interface SavedFile {
  readonly path: string;
  readonly take: FileDecision["take"];
  /** Of the content that is taken. */
  readonly id?: ObjectId;
  readonly text?: SavedFileMerge;
}

/** What a file's text was merged from. */
export interface TextSource {
  readonly texts: MergeTexts;
  readonly regions: readonly Region[];
}

/** Gives the state of a merge as plain JSON. */
export function serialise(state: MergeState): SavedMerge {
  const files = state.files.map(({ file: { path }, decision, text }) => ({
    path,
    ...decision,
    ...(text === null ? {} : { text: saveFileMerge(text) }),
  }));
  return { version: VERSION, files };
}

/** Gives the paths whose texts `restore` needs; none where the JSON is no saved merge, which `restore` tells. */
export function pathsWithText(json: unknown): string[] {
  const files: unknown[] = isRecord(json) && Array.isArray(json.files) ? json.files : [];
  return files.flatMap((file) =>
    isRecord(file) && file.text !== undefined && typeof file.path === "string" ? [file.path] : [],
  );
}

/**
 * Gives back the state of a merge that was saved. It needs the same conflicted files, and of those in `pathsWithText` the same
 * texts and regions. Whatever the JSON is, a failure is an answer and says why.
 */
export function restore(
  json: unknown,
  files: readonly ConflictedFile[],
  sources: ReadonlyMap<string, TextSource>,
): Restored<MergeState> {
  if (!isRecord(json) || !Array.isArray(json.files)) return failed("This is no saved merge.");
  if (json.version !== VERSION) return failed("The merge was saved by another version of Strata.");
  if (json.files.length !== files.length) return failed("The saved merge has other files.");
  const states: FileState[] = [];
  for (const [at, file] of files.entries()) {
    const { path } = file;
    const saved: unknown = json.files[at];
    if (!isRecord(saved) || saved.path !== path) return failed("The saved merge has other files.");
    const decision = restoredDecision(saved);
    if (decision === undefined || (decision.take === "text" && saved.text === undefined)) {
      return failed(`What is saved for ${path} is no decision.`);
    }
    let text: FileMerge | null = null;
    if (saved.text !== undefined) {
      const source = sources.get(path);
      if (source === undefined) return failed(`The texts of ${path} are missing.`);
      const restored = restoreFileMerge(saved.text, source.texts, source.regions);
      if (!restored.ok) return failed(`The saved text of ${path} cannot be used. ${restored.why}`);
      text = restored.value;
    }
    states.push({ file, decision, text });
  }
  return { ok: true, value: MergeState.of(states) };
}

function restoredDecision({ take, id }: Readonly<Record<string, unknown>>): FileDecision | undefined {
  switch (take) {
    case "undecided":
    case "base":
    case "ours":
    case "theirs":
    case "delete":
    case "text":
      return { take };
    case "content":
      return isContentId(id) ? { take, id } : undefined;
    default:
      return undefined;
  }
}

function isContentId(id: unknown): id is ObjectId {
  return typeof id === "string" && /^[0-9a-f]{64}$/.test(id);
}
