import { queryOptions } from "@tanstack/react-query";
import type { CommandInput, CommandOutput } from "../../core/api/registry/invoke.ts";
import type { TreeOrder } from "../state/files-view.ts";
import { useOpened } from "../state/opened.ts";
import { ask, shell } from "./bridge.ts";

/** A label as the list shows it. */
export type LabelItem = CommandOutput<"labels">["labels"][number];
/** A move as the timeline shows it. */
export type HistoryItem = CommandOutput<"history">["entries"][number];
/** A file, link or folder in a snapshot. */
export type TreeItem = CommandOutput<"tree">["entries"][number];
/** A changed path, or a folder with changes below it. */
export type ChangeItem = CommandOutput<"changes">["entries"][number];
/** The preview of a file or folder. */
export type Preview = CommandOutput<"preview">;
export type Op = HistoryItem["op"];
/** Which moves of a label undo and redo are about. */
export type UndoSteps = CommandOutput<"undo.preview">;

/** The rows of a page: few enough to be read and shown within a frame. */
export const PAGE = { labels: 100, history: 100, tree: 200 } as const;

// Snapshots never change: answers about one by its id stay true, and are kept for a while after use.
const immutable = { staleTime: Number.POSITIVE_INFINITY, gcTime: 5 * 60_000, structuralSharing: false };

/** Reads the state of the app: its store, its settings, its arguments. */
export const infoQuery = () =>
  queryOptions({
    queryKey: ["info"],
    queryFn: async () => {
      const info = await shell({ do: "info" });
      // It is said only once what is to be opened.
      useOpened.getState().add(info.open);
      return info;
    },
  });

/** Reads how other programs are answered over HTTP, and what they asked lately. */
export const httpQuery = () => queryOptions({ queryKey: ["http"], queryFn: () => shell({ do: "http" }) });

/** One page of the labels. */
export const labelsQuery = (
  options: { readonly filter: string; readonly sort: "name" | "recent"; readonly deleted: boolean },
  page: number,
) =>
  queryOptions({
    queryKey: ["labels", options, page],
    queryFn: ({ signal }) =>
      ask(
        "labels",
        {
          deleted: options.deleted,
          sort: options.sort,
          offset: page * PAGE.labels,
          limit: PAGE.labels,
          stat: true,
          ...(options.filter && { filter: options.filter }),
        },
        { signal },
      ),
  });

/** Whether there is, or was, any label. */
export const anyLabelQuery = () =>
  queryOptions({
    queryKey: ["labels", "any"],
    queryFn: async ({ signal }) => (await ask("labels", { deleted: true, limit: 1 }, { signal })).total > 0,
  });

/** One label by its exact name; null where there is none. */
export const labelQuery = (name: string) =>
  queryOptions({
    queryKey: ["label", name],
    queryFn: async ({ signal }) => {
      const { labels } = await ask("labels", { label: name, stat: true }, { signal });
      return labels[0] ?? null;
    },
  });

/** Which moves of a label undo and redo are about; below the label's own key, with which it becomes stale. */
export const undoQuery = (label: string) =>
  queryOptions({
    queryKey: ["label", label, "undo"],
    queryFn: ({ signal }) => ask("undo.preview", { label }, { signal }),
  });

/** The retention of a label, or of the store where that is null. */
export const retentionQuery = (label: string | null) =>
  queryOptions({
    queryKey: ["retention", "of", label],
    queryFn: ({ signal }) => ask("retention.show", label === null ? {} : { label }, { signal }),
  });

/** How many moves a retention would let go; null for the default. */
export const retentionPreviewQuery = (
  label: string | null,
  retention: CommandInput<"retention.preview">["retention"],
) =>
  queryOptions({
    queryKey: ["retention", "preview", label, retention],
    queryFn: ({ signal }) =>
      ask("retention.preview", { retention, ...(label !== null && { label }) }, { signal }),
    placeholderData: (before) => before,
  });

/** The filter of a history. */
export interface HistoryFilter {
  readonly ops: readonly Op[];
  readonly text: string;
}

/** Reads one page of a label's history, newest first; with `stat`, counts the changes of moves that were not counted yet. */
export const historyQuery = (label: string, filter: HistoryFilter, page: number, stat: boolean) =>
  queryOptions({
    queryKey: ["history", label, filter, page, stat ? "counted" : "quick"],
    queryFn: ({ signal }) =>
      ask(
        "history",
        {
          label,
          offset: page * PAGE.history,
          limit: PAGE.history,
          stat,
          ...(filter.ops.length > 0 && { ops: [...filter.ops] }),
          ...(filter.text && { text: filter.text }),
        },
        { signal },
      ),
    placeholderData: (previous, query) => (query?.queryKey[1] === label ? previous : undefined),
  });

/** Reads one page of a folder of a snapshot. */
export const treeQuery = (id: string, folder: string, order: TreeOrder, page: number) =>
  queryOptions({
    queryKey: ["tree", id, folder, order, page],
    queryFn: ({ signal }) =>
      ask(
        "tree",
        {
          ref: `${id}:${folder}`,
          ...order,
          compact: true,
          offset: page * PAGE.tree,
          limit: PAGE.tree,
        },
        { signal },
      ),
    ...immutable,
  });

/** One page of the files in a snapshot whose paths match. */
export const findQuery = (id: string, pattern: string, page: number) =>
  queryOptions({
    queryKey: ["find", id, pattern, page],
    queryFn: ({ signal }) =>
      ask("find", { ref: id, pattern, offset: page * PAGE.tree, limit: PAGE.tree }, { signal }),
    ...immutable,
  });

/** The filter of a comparison. */
export type ChangeFilter = Pick<CommandInput<"changes">, "kinds" | "pattern">;

/** Reads one page of a folder's changes between two snapshots. */
export const changesQuery = (
  from: string | null,
  to: string,
  folder: string,
  filter: ChangeFilter,
  page: number,
) =>
  queryOptions({
    queryKey: ["changes", from, to, folder, filter, page],
    queryFn: ({ signal }) =>
      ask("changes", { from, to, folder, ...filter, offset: page * PAGE.tree, limit: PAGE.tree }, { signal }),
    ...immutable,
  });

/** Reads a file's facts and the beginning of its text. */
export const previewQuery = (id: string, path: string, most?: number) =>
  queryOptions({
    queryKey: ["preview", id, path, most ?? null],
    queryFn: ({ signal }) =>
      ask("preview", { ref: `${id}:${path}`, ...(most !== undefined && { most }) }, { signal }),
    ...immutable,
  });

/** Some bytes of a file. */
export const readQuery = (id: string, path: string, offset: number, length: number) =>
  queryOptions({
    queryKey: ["read", id, path, offset, length],
    queryFn: ({ signal }) => ask("read", { ref: `${id}:${path}`, offset, length }, { signal }),
    ...immutable,
  });

/** The tables of a database file. */
export const tablesQuery = (id: string, path: string) =>
  queryOptions({
    queryKey: ["tables", id, path],
    queryFn: ({ signal }) => ask("sqlite.tables", { ref: `${id}:${path}` }, { signal }),
    ...immutable,
  });

/** Some rows of a table. */
export const rowsQuery = (id: string, path: string, table: string, offset: number, limit: number) =>
  queryOptions({
    queryKey: ["rows", id, path, table, offset, limit],
    queryFn: ({ signal }) => ask("sqlite.rows", { ref: `${id}:${path}`, table, offset, limit }, { signal }),
    ...immutable,
  });

/** Two versions of a database file: the snapshots, and the path in each. */
export interface DatabasePair {
  readonly from: string;
  readonly to: string;
  readonly path: string;
}

const refsOf = ({ from, to, path }: DatabasePair) => ({ from: `${from}:${path}`, to: `${to}:${path}` });

/** Which tables of a database changed. */
export const changedTablesQuery = (pair: DatabasePair) =>
  queryOptions({
    queryKey: ["changed-tables", pair],
    queryFn: ({ signal }) => ask("sqlite.compare", refsOf(pair), { signal }),
    ...immutable,
  });

/** Some of the rows of a table that changed. */
export const changedRowsQuery = (pair: DatabasePair, table: string, offset: number, limit: number) =>
  queryOptions({
    queryKey: ["changed-rows", pair, table, offset, limit],
    queryFn: ({ signal }) => ask("sqlite.changes", { ...refsOf(pair), table, offset, limit }, { signal }),
    ...immutable,
  });

/** Reads the state of the store. */
export const statusQuery = () =>
  queryOptions({ queryKey: ["status"], queryFn: ({ signal }) => ask("status", {}, { signal }) });
