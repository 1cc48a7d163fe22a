import { badInput } from "../labels/label-errors.ts";
import type { MergeTexts } from "../merge/model/merge-source.ts";
import type { Side } from "../merge/model/merge-state.ts";
import { parseFileMerge, type SavedFileMerge } from "../merge/model/saved-file-merge.ts";
import { parseRegions, type SavedRegion } from "../merge/model/saved-region.ts";
import { applyStep, countSaved, isRecut } from "../merge/model/saved-step.ts";
import type { SessionFile } from "../sessions/session.ts";
import { staleStep, unfitDecision } from "../sessions/session-errors.ts";
import { beginTexts, linesOfTexts, readTexts } from "../sessions/session-texts.ts";
import type { OpenedStore } from "../store/open.ts";
import type { QuickContext } from "./operation.ts";
import { changeSession, Outdated, type Prepared } from "./session-change.ts";
import { checkDecision } from "./session-fit.ts";

/** A step in the text of a file. */
export interface FileStep {
  readonly path: string;
  /** The regions that it replaces those at their places with, as JSON; none to take the text as it is. */
  readonly regions: readonly unknown[];
  /** Whose permissions the file gets, where these are in conflict too. Absent: as before. */
  readonly permissions?: Side | undefined;
  /** Whose path the file gets, where both sides moved it. Absent: as before. */
  readonly at?: "ours" | "theirs" | undefined;
  /** The text before the first step, as JSON. Absent: as the merger cuts it. */
  readonly cut?: unknown;
}

/** The request to take steps, all of them or, when one fails, none. */
export interface StepRequest {
  readonly id: number;
  readonly steps: readonly FileStep[];
}

/** A text that was read, and its merge before the first step. */
interface Loaded {
  readonly texts: MergeTexts;
  readonly begun: SavedFileMerge;
}

/**
 * Takes steps in the texts of a session's files, which are durable when this ends. Regions that others decided meanwhile stay.
 * Throws `UnknownMerge`, `MergeEnded`, `ENOENT`, `BadInput` for a file without a text or an invalid step, `StaleStep` for one
 * that does not fit the cut, `MissingObject`, `CorruptObject`.
 */
export function stepSession(
  store: OpenedStore,
  request: StepRequest,
  context: Pick<QuickContext, "sessions">,
): Promise<SessionFile[]> {
  return changeSession(store, () => prepareSteps(store, request, context));
}

/** Works out steps. Throws as {@link stepSession} does. */
export async function prepareSteps(
  store: OpenedStore,
  { id, steps }: StepRequest,
  { sessions }: Pick<QuickContext, "sessions">,
): Promise<Prepared<SessionFile[]>> {
  sessions.open(id);
  const parsed = steps.map((step) => ({ ...step, regions: regionsOf(step, store.labels.actor) }));
  const loaded = new Map<string, Loaded>();
  const known = new Set<string>();
  for (const { path, cut, regions } of parsed) {
    const file = sessions.file(id, path);
    // Only the texts tell whether a cut is right; that of a later step is not known yet.
    const needsTexts = file.text === null || known.has(path) || isRecut(file.text, regions);
    known.add(path);
    if (!needsTexts || loaded.has(path)) continue;
    loaded.set(path, await load(store, file, file.text === null ? cut : undefined));
  }
  return () =>
    parsed.map(({ path, regions, ...chosen }) => {
      const file = sessions.file(id, path);
      const text = stepped(file, regions, loaded.get(path));
      const permissions = chosen.permissions ?? file.decision?.permissions;
      const at = chosen.at ?? file.decision?.at;
      const decision = { take: "text" as const, ...(permissions && { permissions }), ...(at && { at }) };
      checkDecision({ ...file, text }, decision);
      return sessions.decide(id, path, { decision, text, counts: countSaved(text) });
    });
}

function stepped(
  file: SessionFile,
  regions: readonly SavedRegion[],
  loaded: Loaded | undefined,
): SavedFileMerge {
  const saved = file.text ?? loaded?.begun;
  if (saved === undefined) throw new Outdated();
  const next = applyStep(saved, regions);
  if (!next.ok) throw staleStep(file.path);
  if (!isRecut(saved, regions)) return next.value;
  if (loaded === undefined) throw new Outdated();
  const merge = parseFileMerge(next.value, loaded.texts);
  if (!merge.ok) throw invalidStep(file.path, merge.why);
  return next.value;
}

/** Parses the regions of a step, and signs those that are decided. */
function regionsOf({ path, regions }: FileStep, actor: string): SavedRegion[] {
  const parsed = parseRegions(regions);
  if (!parsed.ok) throw invalidStep(path, parsed.why);
  return parsed.value.map((region) =>
    region.decision === "auto" || region.decision === "open" ? region : { by: actor, ...region },
  );
}

async function load(store: OpenedStore, file: SessionFile, cut: unknown): Promise<Loaded> {
  const bytes = await readTexts(store.objects, file.versions);
  if (typeof bytes === "string") throw notByLines(file.path, bytes);
  const texts = linesOfTexts(bytes);
  if (cut === undefined) return { texts, begun: file.text ?? beginTexts(bytes) };
  const merge = parseFileMerge(cut, texts);
  if (!merge.ok) throw invalidStep(file.path, merge.why);
  return { texts, begun: cut as SavedFileMerge };
}

/** Returns the error for a file that cannot be merged line by line. */
export function notByLines(path: string, why: string): Error {
  return unfitDecision(path, lowerFirst(why), "Take one side of it, or the content of a file.");
}

function invalidStep(path: string, why: string): Error {
  return badInput(`The step in ${JSON.stringify(path)} is invalid. ${why}`, "Load the file again.", { path });
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, "");
}
