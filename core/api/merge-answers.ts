import type { z } from "zod";
import type { SnapshotId } from "../ids.ts";
import { contentId } from "../manifest/content-id.ts";
import { entryType } from "../manifest/entry.ts";
import { FileMerge } from "../merge/model/file-merge.ts";
import { type FileDecision, type Side, UNDECIDED } from "../merge/model/merge-state.ts";
import { parseFileMerge } from "../merge/model/saved-file-merge.ts";
import { hasInvalidBytes, textOfBytes } from "../merge/model/text-bytes.ts";
import type { Repository } from "../repository/repository.ts";
import {
  type FileVersion,
  type MergeSession,
  type SessionFile,
  type SessionFileItem,
  type SessionSide,
  stateOf,
} from "../sessions/session.ts";
import { linesOfTexts, regionsOfTexts, type TextBytes } from "../sessions/session-texts.ts";
import type { fileDecision, mergeFile, mergeFileItem, mergeInfo, mergeTexts } from "./merge-schemas.ts";

type Info = z.output<z.ZodObject<typeof mergeInfo>>;

/** Describes a merge. */
export function describeMerge(repository: Repository, session: MergeSession): Info {
  const { id, label, mount, ours, theirs, base, files, created, changed, endedAt, outcome, result } = session;
  return {
    id,
    label,
    mount: mount?.name ?? null,
    ours: describeSide(repository, ours),
    theirs: describeSide(repository, theirs),
    base: base && { ca_id: base.id, name: base.name },
    files: { ...files },
    created,
    changed,
    ended: endedAt,
    outcome,
    result,
    moved: hasMoved(session),
  };
}

function describeSide(repository: Repository, { id, entry, name }: SessionSide): Info["ours"] {
  const move = entry === null ? undefined : repository.merges.moveOf(entry);
  return {
    ca_id: id,
    name,
    label: move?.label ?? null,
    at: move?.at ?? null,
    by: move?.actor ?? null,
    message: move?.message ?? null,
  };
}

/** Returns whether the label or the mount of an open session is not what was merged any more. */
function hasMoved({ outcome, label, head, expected, mount, options }: MergeSession): boolean {
  if (outcome !== null) return false;
  const isWritten = mount !== null && mount.revision !== options.mountRevision;
  return isWritten || (label !== null && head !== expected);
}

/** Describes a file in the list of a merge. */
export function describeItem(item: SessionFileItem): z.output<typeof mergeFileItem> {
  const { decision, counts } = item;
  return { ...aboutFile(item), take: decision?.take ?? "undecided", counts: counts && { ...counts } };
}

function aboutFile(item: SessionFileItem) {
  const { path, kind, conflict, decision, revision } = item;
  const reason = (decision?.take === "rows" ? decision.problem : undefined) ?? conflict?.reason;
  return {
    path,
    kind,
    state: stateOf(item),
    ...(reason !== undefined && { reason }),
    ...(conflict?.moved && { moved: conflict.moved.map((file) => ({ ...file })) }),
    ...(conflict?.byRows === true && { by_rows: true as const }),
    revision,
  };
}

/** Describes a file of a merge with its texts, or why it has none to show. */
export function describeFile(
  session: MergeSession,
  file: SessionFile,
  texts: TextBytes | string,
): z.output<typeof mergeFile> {
  const { conflict, decision, versions } = file;
  const version = (side: Side) => describeVersion(versions[side], session[side]?.id);
  const told = {
    ...aboutFile(file),
    decision: decision ?? UNDECIDED,
    permissions: conflict?.permissions === true || conflict?.content !== undefined,
    base: version("base"),
    ours: version("ours"),
    theirs: version("theirs"),
  };
  if (typeof texts !== "string") return { ...told, text: describeTexts(file, texts) };
  return { ...told, reason: told.reason ?? texts, text: null, text_reason: texts };
}

function describeVersion(
  version: FileVersion | null,
  id: string | undefined,
): z.output<typeof mergeFile>["base"] {
  if (version === null || id === undefined) return null;
  const { path, entry } = version;
  const { size, mode } = entry;
  return { ca_id: id, path, type: entryType(entry), size, mode: mode & 0o777, id: contentId(entry) };
}

function describeTexts(file: SessionFile, bytes: TextBytes): z.output<typeof mergeTexts> {
  const text = (side: Side) => {
    const own = bytes[side];
    return own && textOfBytes(own);
  };
  const [base, ours, theirs] = [text("base"), text("ours"), text("theirs")];
  const { regions } = openText(file, bytes).source;
  const invalid_utf8 = [base, ours, theirs].some((each) => each !== null && hasInvalidBytes(each));
  return { base, ours, theirs, regions, saved: file.text, invalid_utf8 };
}

/** Returns the merge of a file's texts as it was decided so far. */
export function openText({ text }: Pick<SessionFile, "text">, bytes: TextBytes): FileMerge {
  const texts = linesOfTexts(bytes);
  const saved = text === null ? undefined : parseFileMerge(text, texts);
  return saved?.ok === true ? saved.value : FileMerge.begin(texts, regionsOfTexts(bytes));
}

/** Reads the decision of a file that a caller sent. */
export function decisionOf(told: z.output<typeof fileDecision>): FileDecision {
  return told.take === "content" ? { ...told, id: told.id as SnapshotId } : told;
}
