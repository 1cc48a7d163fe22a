import { useOpened } from "../state/opened.ts";
import { onAppEvent } from "./bridge.ts";
import { client } from "./client.ts";

// The one place that knows which queries depend on what. A change invalidates its queries at once; the store's event
// follows a moment later and does so again.

/** Invalidates the data about some labels, and about labels in general. Resolves when the shown part is loaded again. */
export async function labelsChanged(...names: readonly string[]): Promise<void> {
  const own = names.flatMap((name) => [
    ["label", name],
    ["history", name],
  ]);
  await stale(["labels"], ["status"], ["retention"], ["storage"], ...own);
}

/** Invalidates the data about working copies. Resolves when the shown part is loaded again. */
export async function mountsChanged(): Promise<void> {
  await stale(["mounts"], ["storage"]);
}

/** Invalidates the data about merges. Resolves when the shown part is loaded again. */
export async function mergesChanged(): Promise<void> {
  await stale(["merges"], ["storage"]);
}

/** Invalidates what is known of the space that the store takes. Resolves when the shown part is loaded again. */
export async function storageChanged(): Promise<void> {
  await stale(["storage"], ["status"]);
}

/** Invalidates what is known of the scrub. Resolves when the shown part is loaded again. */
export async function scrubChanged(): Promise<void> {
  await stale(["status"]);
}

/** Invalidates the data about the app: its store, its settings, its interrupted imports. */
export async function appChanged(): Promise<void> {
  await stale(["info"]);
}

/** Invalidates data on events that change it. Returns a function that stops it. */
export function followEvents(): () => void {
  return onAppEvent((event) => {
    if (event.type === "moved") {
      // A rename changes which history a name stands for.
      if (event.op === "rename") void stale(["labels"], ["status"], ["retention"], ["label"], ["history"]);
      else void labelsChanged(event.label);
      // Whether a working copy can be pushed, and whether a merge is still of its sides, depends on where its label is.
      void mountsChanged();
      void mergesChanged();
    } else if (event.type === "labels")
      void stale(["labels"], ["retention"], ["label"], ["history"], ["storage"]);
    else if (event.type === "mounts") void mountsChanged();
    else if (event.type === "merges") void mergesChanged();
    else if (event.type === "scrubbed") void scrubChanged();
    else if (event.type === "collected") void stale(["status"], ["label"], ["history"], ["storage"]);
    else if (event.type === "store") {
      void appChanged();
      if (event.state === "ready")
        void client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== "info" });
    } else if (event.type === "open") useOpened.getState().add(event.paths);
    else if (event.type === "settings") void appChanged();
    else if (event.type === "http") void stale(["http"]);
  });
}

async function stale(...keys: readonly (readonly string[])[]): Promise<void> {
  await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
}
