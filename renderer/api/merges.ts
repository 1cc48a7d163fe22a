import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { CommandInput, CommandOutput } from "../../core/api/registry/invoke.ts";
import { asAppError, ask } from "./bridge.ts";

/** A merge, as the list of them knows it. */
export type MergeInfo = CommandOutput<"merge.list">["merges"][number];
/** Which merge, and which contents its files have. */
export type MergeSides = Pick<MergeInfo, "id" | "ours" | "theirs">;
/** A side of a merge. */
export type MergeSide = MergeInfo["ours"];
/** A file of a merge, as the list of them knows it. */
export type MergeItem = CommandOutput<"merge.show">["files"][number];
/** A file of a merge, with its contents. */
export type MergeFile = CommandOutput<"merge.file">;
/** Which of a merge's files are listed. */
export type MergeFilter = Pick<CommandInput<"merge.show">, "match" | "state">;

/** A text of a merge with what looks like a mistake in it. */
export type CheckedFile = CommandOutput<"merge.check">["files"][number];
/** The result of a merge as its decisions are now. */
export type MergePreview = CommandOutput<"merge.preview">;
/** A table of a database with rows in conflict. */
export type TableInConflict = CommandOutput<"merge.rows">["tables"][number];
/** A row in conflict. */
export type RowInConflict = CommandOutput<"merge.rows">["rows"][number];
/** A version of a row. */
export type RowVersion = NonNullable<TableInConflict["take"]>;

/** The rows in conflict of a page. */
export const ROW_PAGE = 100;
/** The files that are checked at once. */
const CHECK_PAGE = 200;

/** The merges that are not completed or abandoned, and those that cannot be read. */
export const mergesQuery = () =>
  queryOptions({
    queryKey: ["merges", "list"],
    queryFn: ({ signal }) => ask("merge.list", {}, { signal }),
  });

/** Reads how a merge stands; null for one that is ended. */
export const mergeInfoQuery = (merge: number) =>
  queryOptions({
    ...mergesQuery(),
    select: ({ merges }) => merges.find(({ id }) => id === merge) ?? null,
  });

/** Reads the list of a merge's files, which has no contents: all of it, so that folders know what is in them. */
export const mergeFilesQuery = (merge: number, filter: MergeFilter) =>
  queryOptions({
    queryKey: ["merges", "files", merge, filter],
    queryFn: async ({ signal }) => (await ask("merge.show", { merge, ...filter }, { signal })).files,
    placeholderData: (previous, query) => (query?.queryKey[2] === merge ? previous : undefined),
    // Comparing thousands of files takes longer than drawing those in view.
    structuralSharing: false,
  });

/** Counts the paths in which the sides of a merge differ. */
export const sidesDifferQuery = ({ ours, theirs }: MergeInfo) =>
  queryOptions({
    queryKey: ["merge-sides", ours.ca_id, theirs.ca_id],
    queryFn: async ({ signal }) => {
      const range = { from: ours.ca_id, to: theirs.ca_id, limit: 0 };
      const { added, modified, removed } = (await ask("changes", range, { signal })).counts;
      return added + modified + removed;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Makes the result of a merge; anew whenever something was decided, which `changed` says. */
export const mergePreviewQuery = (merge: number, changed: number) =>
  queryOptions({
    queryKey: ["merge-preview", merge, changed],
    queryFn: ({ signal }) => ask("merge.preview", { merge }, { signal }),
    placeholderData: (previous, query) => (query?.queryKey[1] === merge ? previous : undefined),
    gcTime: 0,
  });

/** Looks for mistakes in the texts of a merge; anew whenever something was decided, which `changed` says. */
export const mergeCheckQuery = (merge: number, changed: number) =>
  queryOptions({
    queryKey: ["merge-check", merge, changed],
    queryFn: async ({ signal }) => {
      const found: CheckedFile[] = [];
      let all = 1;
      for (let offset = 0; offset < all; offset += CHECK_PAGE) {
        const { total, files } = await ask("merge.check", { merge, offset, limit: CHECK_PAGE }, { signal });
        found.push(...files);
        all = total;
      }
      return found;
    },
    placeholderData: (previous, query) => (query?.queryKey[1] === merge ? previous : undefined),
    gcTime: 0,
  });

/** Tells what a rule would decide; `why` says why it decides nothing. */
export const rulePreviewQuery = (rule: CommandInput<"merge.resolve">, changed: number) =>
  queryOptions({
    queryKey: ["merge-rule", rule, changed],
    queryFn: async ({ signal }) => {
      try {
        return await ask("merge.resolve", { ...rule, dry_run: true }, { signal });
      } catch (thrown) {
        const { code, message } = asAppError(thrown);
        if (code !== "BadInput") throw thrown;
        return { files: [], skipped: [], why: message };
      }
    },
    placeholderData: keepPreviousData,
    gcTime: 0,
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
export const mergeFileQuery = ({ id: merge, ours, theirs }: MergeSides, path: string) =>
  queryOptions({
    queryKey: ["merge-file", merge, ours.ca_id, theirs.ca_id, path],
    queryFn: ({ signal }) => ask("merge.file", { merge, path }, { signal }),
    gcTime: 0,
    structuralSharing: false,
  });

/** Reads which tables of a database have rows in conflict, and how its decision stands. */
export const conflictTablesQuery = (merge: number, path: string) =>
  queryOptions({
    queryKey: ["merges", "tables", merge, path],
    queryFn: ({ signal }) => ask("merge.rows", { merge, path, limit: 0 }, { signal }),
  });

/** Reads one page of a table's rows in conflict. */
export const conflictRowsQuery = (merge: number, path: string, table: string, page: number) =>
  queryOptions({
    queryKey: ["merges", "rows", merge, path, table, page],
    queryFn: async ({ signal }) => {
      const rows: RowInConflict[] = [];
      // Rows of very many columns come in smaller parts.
      for (;;) {
        const range = { offset: page * ROW_PAGE + rows.length, limit: ROW_PAGE - rows.length };
        const answer = await ask("merge.rows", { merge, path, table, ...range }, { signal });
        rows.push(...answer.rows);
        if (answer.rows.length === 0 || rows.length >= ROW_PAGE) return rows;
        const all = answer.tables.find((each) => each.table === table)?.conflicts ?? 0;
        if (page * ROW_PAGE + rows.length >= all) return rows;
      }
    },
  });

/** Writes a path as the pattern that only it matches. */
export function patternOf(path: string): string {
  return `/${path.replaceAll(/[*?[\]\\ ]/g, "\\$&")}`;
}
