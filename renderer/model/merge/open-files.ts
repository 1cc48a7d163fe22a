import type { MergeFile, MergeSides } from "../../api/merges.ts";
import { FileSession } from "./file-session.ts";
import { loadedText, SessionTextStore } from "./text-store.ts";

interface Held {
  readonly session: FileSession;
  /** How many views show it. */
  views: number;
}

/** The texts that are shown, and those that still have something to save. */
const held = new Map<string, Held>();
const listeners = new Set<(unsaved: boolean) => void>();
let wasUnsaved = false;

/** Returns the merge of a file's text, as it was left if not all of it is saved yet; undefined for a file without a text. */
export function openText(merge: MergeSides, file: MergeFile): FileSession | undefined {
  const key = keyOf(merge, file.path);
  const known = held.get(key);
  if (known !== undefined) return known.session;
  const loaded = loadedText(file);
  if (loaded === undefined) return undefined;
  const session = new FileSession(loaded, new SessionTextStore(merge, file));
  session.subscribe(tell);
  held.set(key, { session, views: 0 });
  return session;
}

/** Keeps a text open. Returns a function that saves it, and forgets it when all of it is saved and nobody shows it. */
export function holdText(merge: MergeSides, path: string, session: FileSession): () => void {
  const key = keyOf(merge, path);
  const known = held.get(key) ?? { session, views: 0 };
  held.set(key, known);
  known.views++;
  return () => {
    known.views--;
    void session.flush().then(() => {
      if (known.views === 0 && session.view.save.is === "saved" && held.get(key) === known) held.delete(key);
      tell();
    });
  };
}

/** Saves the texts of a merge, or of all. Throws if one cannot be saved, so that nothing is completed without it. */
export async function requireTextsSaved(merge?: number): Promise<void> {
  const own = [...held].filter(([key]) => merge === undefined || key.startsWith(`${merge}:`));
  await Promise.all(own.map(([, { session }]) => session.requireSaved()));
}

/** Saves the texts of all merges, as far as that works. */
export async function flushTexts(): Promise<void> {
  await Promise.all([...held.values()].map(({ session }) => session.flush()));
}

/** Forgets the texts of a merge that ended, or whose sides changed. */
export function forgetTexts(merge: number): void {
  for (const key of held.keys()) if (key.startsWith(`${merge}:`)) held.delete(key);
  tell();
}

/** Calls a listener when something is unsaved, and when all is saved. Returns a function that stops it. */
export function onUnsavedTexts(listener: (unsaved: boolean) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function tell(): void {
  const isUnsaved = [...held.values()].some(({ session }) => session.view.save.is !== "saved");
  if (isUnsaved === wasUnsaved) return;
  wasUnsaved = isUnsaved;
  for (const listener of listeners) listener(isUnsaved);
}

function keyOf({ id, ours, theirs }: MergeSides, path: string): string {
  return [`${id}:`, ours.ca_id, theirs.ca_id, path].join(" ");
}
