import { queryOptions } from "@tanstack/react-query";
import type { CommandInput, CommandOutput } from "../../core/api/registry/invoke.ts";
import { ask } from "./bridge.ts";

/** A merge, as the list of them knows it. */
export type MergeInfo = CommandOutput<"merge.list">["merges"][number];
/** A side of a merge. */
export type MergeSide = MergeInfo["ours"];
/** A file of a merge, as the list of them knows it. */
export type MergeItem = CommandOutput<"merge.show">["files"][number];
/** A file of a merge, with its contents. */
export type MergeFile = CommandOutput<"merge.file">;
/** Which of a merge's files are listed. */
export type MergeFilter = Pick<CommandInput<"merge.show">, "match" | "state">;

/** The files of a page. */
export const MERGE_PAGE = 200;

/** The merges that are not completed or abandoned. */
export const mergesQuery = () =>
  queryOptions({
    queryKey: ["merges", "list"],
    queryFn: async ({ signal }) => (await ask("merge.list", {}, { signal })).merges,
  });

/** Reads how a merge stands; null for one that is ended. */
export const mergeInfoQuery = (merge: number) =>
  queryOptions({
    ...mergesQuery(),
    select: (merges: readonly MergeInfo[]) => merges.find(({ id }) => id === merge) ?? null,
  });

/** Reads one page of a merge's files. */
export const mergeFilesQuery = (merge: number, filter: MergeFilter, page: number) =>
  queryOptions({
    queryKey: ["merges", "files", merge, filter, page],
    queryFn: ({ signal }) =>
      ask("merge.show", { merge, ...filter, offset: page * MERGE_PAGE, limit: MERGE_PAGE }, { signal }),
    placeholderData: (previous, query) => (query?.queryKey[2] === merge ? previous : undefined),
  });

/** Reads the state of one file of a merge. */
export const mergeItemQuery = (merge: number, path: string) =>
  queryOptions({
    queryKey: ["merges", "item", merge, path],
    queryFn: async ({ signal }) => {
      const { files } = await ask("merge.show", { merge, match: patternOf(path), limit: 10 }, { signal });
      return files.find((file) => file.path === path) ?? null;
    },
  });

/** Reads a file of a merge with its contents. It holds whole texts, and is not kept. Other sides have other contents. */
export const mergeFileQuery = ({ id: merge, ours, theirs }: MergeInfo, path: string) =>
  queryOptions({
    queryKey: ["merge-file", merge, ours.ca_id, theirs.ca_id, path],
    queryFn: ({ signal }) => ask("merge.file", { merge, path }, { signal }),
    gcTime: 0,
    structuralSharing: false,
  });

/** Writes a path as the pattern that only it matches. */
export function patternOf(path: string): string {
  return `/${path.replaceAll(/[*?[\]\\ ]/g, "\\$&")}`;
}
