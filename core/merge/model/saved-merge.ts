// @browser-safe
import type { ObjectId } from "../../ids.ts";
import type { Region } from "../text/region.ts";
import type { FileMerge } from "./file-merge.ts";
import type { MergeTexts } from "./merge-source.ts";
import { type ConflictedFile, type FileDecision, type FileState, MergeState } from "./merge-state.ts";
import { invalid, isRecord, type Parsed } from "./parsing.ts";
import { parseFileMerge, type SavedFileMerge, saveFileMerge } from "./saved-file-merge.ts";

const VERSION = 1;

/** A merge as plain JSON: decisions and typed lines, not the texts. */
export interface SavedMerge {
  readonly version: typeof VERSION;
  readonly files: readonly SavedFile[];
}

interface SavedFile {
  readonly path: string;
  readonly take: FileDecision["take"];
  /** The id of the content that is taken. */
  readonly id?: ObjectId;
  readonly text?: SavedFileMerge;
}

/** The input of a file's text merge. */
export interface TextSource {
  readonly texts: MergeTexts;
  readonly regions: readonly Region[];
}

/** Converts the state of a merge to plain JSON. */
export function saveMergeState(state: MergeState): SavedMerge {
  const files = state.files.map(({ file: { path }, decision, text }) => ({
    path,
    ...decision,
    ...(text === null ? {} : { text: saveFileMerge(text) }),
  }));
  return { version: VERSION, files };
}

/** Returns the paths whose texts {@link parseMergeState} needs; none for invalid JSON, which that function reports. */
export function pathsWithText(json: unknown): string[] {
  const files: unknown[] = isRecord(json) && Array.isArray(json.files) ? json.files : [];
  return files.flatMap((file) =>
    isRecord(file) && file.text !== undefined && typeof file.path === "string" ? [file.path] : [],
  );
}

/**
 * Parses a saved state of a merge. Needs the same conflicted files, and the same texts and regions for those in {@link
 * pathsWithText}. Never throws; invalid JSON gives a failure with its reason.
 */
export function parseMergeState(
  json: unknown,
  files: readonly ConflictedFile[],
  sources: ReadonlyMap<string, TextSource>,
): Parsed<MergeState> {
  if (!isRecord(json) || !Array.isArray(json.files)) return invalid("This is not a saved merge.");
  if (json.version !== VERSION) return invalid("The merge was saved by another version of Strata.");
  if (json.files.length !== files.length) return invalid("The saved merge is of other files.");
  const states: FileState[] = [];
  for (const [at, file] of files.entries()) {
    const { path } = file;
    const saved: unknown = json.files[at];
    if (!isRecord(saved) || saved.path !== path) return invalid("The saved merge is of other files.");
    const decision = parseDecision(saved);
    if (decision === undefined || (decision.take === "text" && saved.text === undefined)) {
      return invalid(`The saved decision for ${path} is invalid.`);
    }
    let text: FileMerge | null = null;
    if (saved.text !== undefined) {
      const source = sources.get(path);
      if (source === undefined) return invalid(`The texts of ${path} are missing.`);
      const parsed = parseFileMerge(saved.text, source.texts, source.regions);
      if (!parsed.ok) return invalid(`The saved text of ${path} cannot be used. ${parsed.why}`);
      text = parsed.value;
    }
    states.push({ file, decision, text });
  }
  return { ok: true, value: MergeState.of(states) };
}

function parseDecision({ take, id }: Readonly<Record<string, unknown>>): FileDecision | undefined {
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
