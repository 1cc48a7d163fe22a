import { StrataError } from "../errors.ts";
import { sameEntry } from "../manifest/entry.ts";
import { UNDECIDED } from "../merge/model/merge-state.ts";
import { countSaved } from "../merge/model/saved-step.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import { carryOver, countDecided, type TextState } from "../sessions/carry-over.ts";
import { type FileVersions, isDecided, movedOnce, type SessionFile } from "../sessions/session.ts";
import type { NewFile } from "../sessions/session-catalog.ts";
import { beginTexts, linesOfTexts, readTexts } from "../sessions/session-texts.ts";

/** The files of another merge with the decisions that they took over. */
export interface CarriedFiles {
  readonly files: readonly NewFile[];
  /** The number of decisions that stay: of whole files, and of regions of texts. */
  readonly kept: number;
  /** The files that were decided and are open again. */
  readonly reopened: readonly string[];
  /** The files that are in conflict no more. */
  readonly settled: readonly string[];
}

const SIDES = ["base", "ours", "theirs"] as const;

/**
 * Takes over the decisions of a session's files: those of a whole file whose three versions are the same, and those of a text's
 * regions whose lines are. A text that cannot be read any more keeps none. A file that loses a decision is open again, also one
 * that merged by itself, so that no decision is undone unseen.
 */
export async function carryFiles(
  objects: ObjectStore,
  before: readonly SessionFile[],
  now: readonly NewFile[],
): Promise<CarriedFiles> {
  const known = new Map(before.map((file) => [file.path, file]));
  const files: NewFile[] = [];
  const reopened: string[] = [];
  let kept = 0;
  for (const file of now) {
    const old = known.get(file.path);
    const carried = (old && (await carryFile(objects, old, file))) ?? { file, kept: 0 };
    // What was opened so before, and is not decided since, stays open.
    const isLost =
      old !== undefined && (carried.kept < countOf(old) || (!old.isResolved && old.conflict === null));
    const next = isLost && isDecided(carried.file) ? { ...carried.file, decision: UNDECIDED } : carried.file;
    files.push(next);
    kept += carried.kept;
    if (old?.isResolved === true && !isDecided(next)) reopened.push(file.path);
  }
  const open = new Set(now.filter(({ conflict }) => conflict !== null).map(({ path }) => path));
  const settled = before.filter(({ path, conflict }) => conflict !== null && !open.has(path));
  return { files, kept, reopened, settled: settled.map(({ path }) => path) };
}

/** Returns the number of decisions of a file: one for the whole file, or one for each decided region of its text. */
function countOf({ decision, text }: SessionFile): number {
  if (decision === null || decision.take === "undecided") return 0;
  if (decision.take !== "text") return 1;
  return text === null ? 0 : countDecided(text);
}

async function carryFile(
  objects: ObjectStore,
  old: SessionFile,
  file: NewFile,
): Promise<{ readonly file: NewFile; readonly kept: number } | undefined> {
  if ((old.conflict === null) !== (file.conflict === null)) return undefined;
  const { decision, text, counts } = old;
  if (old.kind === file.kind && sameVersions(old.versions, file.versions)) {
    return { file: { ...file, decision, text, counts: counts ?? file.counts }, kept: countOf(old) };
  }
  if (decision?.take !== "text" || text === null) return undefined;
  const [was, is] = [await textState(objects, old), await textState(objects, file)];
  if (was === undefined || is === undefined) return undefined;
  const { saved, kept } = carryOver(was, is);
  if (kept === 0) return undefined;
  const permissions = sameModes(old.versions, file.versions) ? decision.permissions : undefined;
  const at = decision.at !== undefined && movedOnce(file)?.[decision.at] ? decision.at : undefined;
  return {
    file: {
      ...file,
      decision: { take: "text", ...(permissions && { permissions }), ...(at && { at }) },
      text: saved,
      counts: countSaved(saved),
    },
    kept,
  };
}

async function textState(
  objects: ObjectStore,
  { versions, text }: Pick<SessionFile, "versions" | "text">,
): Promise<TextState | undefined> {
  try {
    const bytes = await readTexts(objects, versions);
    if (typeof bytes === "string") return undefined;
    return { saved: text ?? beginTexts(bytes), texts: linesOfTexts(bytes) };
  } catch (thrown) {
    if (thrown instanceof StrataError && (thrown.code === "MissingObject" || thrown.code === "CorruptObject"))
      return undefined;
    throw thrown;
  }
}

function sameVersions(a: FileVersions, b: FileVersions): boolean {
  return SIDES.every((side) => {
    const [one, other] = [a[side], b[side]];
    if (one === null || other === null) return one === other;
    return one.path === other.path && sameEntry(one.entry, other.entry);
  });
}

function sameModes(a: FileVersions, b: FileVersions): boolean {
  return SIDES.every((side) => a[side]?.entry.mode === b[side]?.entry.mode);
}
