import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type Place, refOf } from "../components/paths.ts";
import { asAppError, ask } from "./bridge.ts";
import type { Preview, TreeItem } from "./queries.ts";

/** The entry at a place of a snapshot. */
export type Look =
  | { readonly is: "file"; readonly place: Place; readonly snapshot: string; readonly file: Preview }
  | {
      readonly is: "folder";
      readonly place: Place;
      readonly snapshot: string;
      readonly total: number;
      /** The first children, each group's largest first. */
      readonly entries: readonly TreeItem[];
    }
  | { readonly is: "missing"; readonly place: Place; readonly snapshot: string };

/** The most children of a folder that are listed. */
const LISTED = 200;
/** The beginning of a text that is shown at first, and the most of it that is shown at all, in bytes. */
export const TEXT_SHOWN = 1_000_000;
export const TEXT_MOST = 16_000_000;

/**
 * Reads the entry at a place of a snapshot: a file, a folder or nothing. The earlier answer stays until this one arrives: nothing
 * flashes on the way from file to file.
 */
export const lookQuery = (snapshot: string, place: Place, most: number) =>
  queryOptions({
    queryKey: ["look", snapshot, place.path, place.isFolder, most],
    queryFn: ({ signal }) => look(snapshot, place, most, signal),
    staleTime: Number.POSITIVE_INFINITY,
    // A look at a text holds the text.
    gcTime: 60_000,
    placeholderData: keepPreviousData,
  });

async function look(snapshot: string, place: Place, most: number, signal: AbortSignal): Promise<Look> {
  const order = place.isFolder ? [lookAtFolder, lookAtFile] : [lookAtFile, lookAtFolder];
  for (const each of order) {
    const found = await each(snapshot, place, most, signal);
    if (found !== undefined) return found;
  }
  return { is: "missing", place, snapshot };
}

async function lookAtFile(
  snapshot: string,
  place: Place,
  most: number,
  signal: AbortSignal,
): Promise<Look | undefined> {
  if (place.path === "") return undefined;
  const ref = refOf(snapshot, place.path);
  const file = await unless(["ENOENT", "ENOTDIR", "EISDIR"], ask("preview", { ref, most }, { signal }));
  return file && { is: "file", place: { ...place, isFolder: false }, snapshot, file };
}

async function lookAtFolder(
  snapshot: string,
  place: Place,
  _most: number,
  signal: AbortSignal,
): Promise<Look | undefined> {
  const listing = ask(
    "tree",
    { ref: refOf(snapshot, place.path), sort: "size", descending: true, compact: true, limit: LISTED },
    { signal },
  );
  const found = await unless(["ENOENT", "ENOTDIR"], listing);
  if (found === undefined) return undefined;
  const { total, entries } = found;
  // A file lists itself.
  if (total === 1 && entries[0]?.path === place.path) return undefined;
  return { is: "folder", place: { ...place, isFolder: true }, snapshot, total, entries };
}

/** Returns undefined for failures with these codes. */
async function unless<T>(codes: readonly string[], promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (thrown) {
    if (codes.includes(asAppError(thrown).code)) return undefined;
    throw thrown;
  }
}
