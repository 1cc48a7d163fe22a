import { parentPort } from "node:worker_threads";
import { LruCache } from "../lru-cache.ts";
import {
  type ChangedRows,
  compareTables,
  type RowCounts,
  type TableChanges,
} from "../preview/database-changes.ts";
import { DatabaseView, type RowRange, type TableColumn, type TableRows } from "../preview/database-view.ts";
import { type Service, serve } from "./rpc.ts";

/** The service of the thread that reads databases. Each open database is known there by its key. */
export type PreviewService = Service & {
  /** Opens a database unless it is open, and closes all others but those to `keep`. */
  open(request: { key: string; bytes: Uint8Array; keep: readonly string[] }): Promise<void>;
  tables(key: string): Promise<{ name: string; columns: TableColumn[] }[]>;
  count(request: { key: string; table: string }): Promise<number>;
  rows(request: { key: string; range: RowRange }): Promise<TableRows>;
  /** Counts the rows of a table that changed. */
  compare(request: ComparedTable): Promise<RowCounts>;
  /** Returns some of those rows. */
  changes(request: ComparedTable & { offset: number; limit: number }): Promise<ChangedRows>;
};

/** A table of two databases, by their keys. */
interface ComparedTable {
  readonly before: string;
  readonly after: string;
  readonly table: string;
}

const port = parentPort;
if (port === null) throw new Error("preview-worker runs in a worker thread only");

/** The most values in rows that are cached from comparisons. */
const REMEMBERED = 400_000;

const views = new Map<string, DatabaseView>();
let compared = newlyCompared();

function newlyCompared(): LruCache<TableChanges> {
  return new LruCache(REMEMBERED, ({ rows, columns }) => rows.length * columns.length);
}

const opened = (key: string): DatabaseView => {
  const view = views.get(key);
  if (view === undefined) throw new Error("that database was not opened");
  return view;
};

/** Compares once and caches the result, as changed rows are requested page by page. */
function changesOf({ before, after, table }: { before: string; after: string; table: string }): TableChanges {
  const key = JSON.stringify([before, after, table]);
  const known = compared.get(key);
  if (known !== undefined) return known;
  const changes = compareTables(opened(before), opened(after), table);
  compared.set(key, changes);
  return changes;
}

function closeAllBut(keep: readonly string[]): void {
  for (const [key, view] of views) {
    if (keep.includes(key)) continue;
    view.close();
    views.delete(key);
  }
  compared = newlyCompared();
}

const service = {
  open: async ({ key, bytes, keep }) => {
    closeAllBut(keep);
    views.set(key, new DatabaseView(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)));
  },
  tables: async (key: string) => opened(key).overview(),
  count: async ({ key, table }) => opened(key).count(table),
  rows: async ({ key, range }) => opened(key).rows(range),
  compare: async (request) => changesOf(request).counts,
  changes: async ({ offset, limit, ...request }) => {
    const { rows, ...changes } = changesOf(request);
    return { ...changes, total: rows.length, rows: rows.slice(offset, offset + limit) };
  },
} satisfies PreviewService;

serve(port, service, async () => closeAllBut([]));
