import type { SnapshotId } from "../ids.ts";
import type { FileMerge } from "../merge/model/file-merge.ts";
import { newLines } from "../merge/model/new-lines.ts";
import { parseFileMerge, type SavedFileMerge } from "../merge/model/saved-file-merge.ts";
import { startsOf } from "../merge/model/saved-region.ts";
import { type SessionFile, stateOf } from "../sessions/session.ts";
import { isClash, makeResult } from "../sessions/session-result.ts";
import { linesOfTexts, readTexts } from "../sessions/session-texts.ts";
import type { OpenedStore } from "../store/open.ts";
import type { OperationContext } from "./operation.ts";
import { staged } from "./staged.ts";

/** Lines of a result that neither side has. */
export interface NewResultLines {
  readonly path: string;
  /** The first line in the result, from 0, and the number of lines. */
  readonly start: number;
  readonly count: number;
  /** The lines; a long text is cut. */
  readonly text: string;
  /** Whether the base has them: lines that both sides had deleted are back. */
  readonly inBase: boolean;
  readonly how: "typed" | "combined" | "suggested";
  /** Who decided it, if that is known. */
  readonly by: string | null;
}

/** The result of a session as its decisions are now. */
export interface SessionPreview {
  /** A durable snapshot that no label holds. What is open is as in the base, if that has a place there. */
  readonly result: SnapshotId;
  readonly open: readonly string[];
  readonly newLines: readonly NewResultLines[];
}

/** The most characters of new lines that are shown of one place. */
const MOST_SHOWN = 2000;

/**
 * Makes the snapshot that a session's decisions give so far, and finds the lines in it that neither side has. Throws `UnknownMerge`,
 * `MergeEnded`, and as `makeResult` does.
 */
export async function previewSession(
  store: OpenedStore,
  id: number,
  { sessions, clock, merger, signal }: Pick<OperationContext, "sessions" | "clock" | "merger" | "signal">,
): Promise<SessionPreview> {
  const session = sessions.open(id);
  const files = sessions.files(id);
  const result = await staged(store, async (objects) => {
    const nodes = store.nodes.over(objects);
    const stores = { objects, nodes, profile: store.profile, run: merger, signal };
    const made = await makeResult(stores, session, files).catch((thrown: unknown) => {
      // What is open may have no place as it was in the base.
      if (!isClash(thrown)) throw thrown;
      return makeResult(stores, session, files, { open: "nothing" });
    });
    return () => {
      store.labels.snapshots.record(made, clock());
      return made;
    };
  });
  const open = files.filter((file) => stateOf(file) === "open").map(({ path }) => path);
  const found: NewResultLines[] = [];
  for (const file of files) found.push(...(await newLinesOf(store, file)));
  return { result, open, newLines: found };
}

async function newLinesOf(
  store: OpenedStore,
  { path, versions, decision, text }: SessionFile,
): Promise<NewResultLines[]> {
  if (decision?.take !== "text" || text === null) return [];
  const bytes = await readTexts(store.objects, versions);
  const merge = typeof bytes === "string" ? undefined : parseFileMerge(text, linesOfTexts(bytes));
  if (merge?.ok !== true) return [];
  const { value } = merge;
  const runs = newLines(value.lines(0, value.lineCount), value.source.texts);
  const places = placesOf(value, text);
  return runs.flatMap(({ start, count, inBase }) =>
    places.flatMap((place) => {
      const from = Math.max(start, place.from);
      const to = Math.min(start + count, place.to);
      if (from >= to) return [];
      const shown = value.lines(from, to).join("");
      const cut = shown.length > MOST_SHOWN ? `${shown.slice(0, MOST_SHOWN)}…` : shown;
      return [{ path, start: from, count: to - from, text: cut, inBase, how: place.how, by: place.by }];
    }),
  );
}

/** The lines of the result that one decided region gives. */
interface DecidedPlace extends Pick<NewResultLines, "how" | "by"> {
  readonly from: number;
  readonly to: number;
}

function placesOf(merge: FileMerge, { regions }: SavedFileMerge): DecidedPlace[] {
  const known = new Map(regions.map((region) => [startsOf(region.at).join(" "), region]));
  return [...merge.regions()].map(({ region, decision, result }) => {
    const { by = null } =
      known.get([region.base.start, region.ours.start, region.theirs.start].join(" ")) ?? {};
    const how = decision === "combined" || decision === "suggested" ? decision : "typed";
    return { from: result.start, to: result.start + result.count, how, by };
  });
}
