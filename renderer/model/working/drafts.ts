import { create } from "zustand";
import { type AppError, asAppError, ask } from "../../api/bridge.ts";
import { client } from "../../api/client.ts";
import { lookQuery, TEXT_SHOWN } from "../../api/look.ts";
import { mountStateQuery } from "../../api/mounts.ts";
import { mountsChanged } from "../../api/stale.ts";
import { mountWithId } from "./mount-with-id.ts";
import { noteSaved, showStored } from "./text-models.ts";

/** A text that was typed, until what the window shows of the working copy has it too. */
export interface Draft {
  readonly mount: number;
  readonly path: string;
  readonly text: string;
  /** The file's byte order mark, or "". */
  readonly mark: string;
  /** `kept`: the working copy holds it, durably. */
  readonly state: "typing" | "saving" | "kept" | "failed";
  readonly error?: AppError;
}

/** The texts that were typed, by {@link draftKey}. */
export const useDrafts = create<{ readonly drafts: Readonly<Record<string, Draft>> }>()(() => ({
  drafts: {},
}));

/** Calls a listener when unsaved text appears and when all is saved. Returns a function that stops it. */
export function onUnsaved(listener: (unsaved: boolean) => void): () => void {
  const isUnsaved = ({ drafts }: ReturnType<typeof useDrafts.getState>) =>
    Object.values(drafts).some(({ state }) => state !== "kept");
  return useDrafts.subscribe((now, before) => {
    if (isUnsaved(now) !== isUnsaved(before)) listener(isUnsaved(now));
  });
}

/** A text is saved this long after the last key, and this long after the first at the latest, in ms. */
const REST = 300;
const LATEST = 2000;

/** When each text that waits to be saved was begun, and what saves it. */
const waiting = new Map<string, { readonly since: number; readonly timer: ReturnType<typeof setTimeout> }>();
/** The saves under way, by file; a file's texts are saved one after the other. */
const saving = new Map<string, Promise<void>>();

/** Names a file of a working copy. */
export function draftKey(mount: number, path: string): string {
  return `${mount}:${path}`;
}

/** Takes typed text; it is saved a moment later. */
export function type(typed: Pick<Draft, "mount" | "path" | "text" | "mark">): void {
  const key = draftKey(typed.mount, typed.path);
  put(key, { ...typed, state: "typing" });
  const before = waiting.get(key);
  clearTimeout(before?.timer);
  const since = before?.since ?? Date.now();
  const wait = Math.max(0, Math.min(REST, since + LATEST - Date.now()));
  waiting.set(key, { since, timer: setTimeout(() => void save(key), wait) });
}

/** Saves unsaved text of one working copy or of all; each failure is reported by itself. */
export async function flushDrafts(mount?: number): Promise<void> {
  const { drafts } = useDrafts.getState();
  const keys = Object.keys(drafts).filter((key) => mount === undefined || drafts[key]?.mount === mount);
  await Promise.all(keys.map(save));
}

/** Saves typed text at once. Throws if it cannot, so that nothing is pushed without it. */
export async function requireSaved(mount: number): Promise<void> {
  await flushDrafts(mount);
  const { drafts } = useDrafts.getState();
  const failed = Object.values(drafts).find((draft) => draft.mount === mount && draft.state === "failed");
  if (failed?.error !== undefined) throw failed.error;
}

/** Saves the text of a file. */
export function save(key: string): Promise<void> {
  clearTimeout(waiting.get(key)?.timer);
  waiting.delete(key);
  const next = (saving.get(key) ?? Promise.resolve()).then(() => write(key));
  saving.set(key, next);
  return next.finally(() => {
    if (saving.get(key) === next) saving.delete(key);
  });
}

async function write(key: string): Promise<void> {
  const draft = useDrafts.getState().drafts[key];
  if (draft === undefined || draft.state === "kept") return;
  put(key, { ...draft, state: "saving" });
  try {
    const { name } = await mountWithId(draft.mount);
    await ask("mount.write", { mount: name, path: draft.path, text: draft.mark + draft.text });
    const kept: Draft = { ...draft, state: "kept" };
    if (replace(key, draft.text, kept)) void settle(key, name, kept);
  } catch (thrown) {
    replace(key, draft.text, { ...draft, state: "failed", error: asAppError(thrown) });
  }
}

/** Drops a draft once the window has the saved text: earlier, the old text would show for a moment. */
async function settle(key: string, name: string, kept: Draft): Promise<void> {
  const { mount, path } = kept;
  let revision: number | undefined;
  try {
    await mountsChanged();
    const { ca_id, ...state } = await client.fetchQuery(mountStateQuery(name));
    await client.fetchQuery(lookQuery(ca_id, { path, isFolder: false }, TEXT_SHOWN));
    revision = state.revision;
  } catch {
    // Its viewers report why it cannot be read.
  }
  // The same text may have been typed and saved again since: that save settles its own draft.
  if (useDrafts.getState().drafts[key] !== kept) return;
  // A screen may still show an older revision for a moment.
  if (revision !== undefined) noteSaved(mount, path, revision);
  drop(key);
}

/** Puts a draft in the place of one whose text is this; false when something else was typed meanwhile. */
function replace(key: string, text: string, draft: Draft): boolean {
  const now = useDrafts.getState().drafts[key];
  if (now?.text !== text) return false;
  put(key, draft);
  return true;
}

function put(key: string, draft: Draft): void {
  useDrafts.setState(({ drafts }) => ({ drafts: { ...drafts, [key]: draft } }));
}

/** Drops a draft that could not be saved; the editor shows the stored text again. */
export function throwAway(mount: number, path: string): void {
  showStored(mount, path);
  drop(draftKey(mount, path));
}

function drop(key: string): void {
  useDrafts.setState(({ drafts: { [key]: _, ...drafts } }) => ({ drafts }));
}
