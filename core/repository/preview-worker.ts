import { parentPort } from "node:worker_threads";
import { LruCache } from "../lru-cache.ts";
import { compareTables, type TableChanges } from "../preview/database-changes.ts";
import { DatabaseView } from "../preview/database-view.ts";
import type { PreviewService } from "./database-previews.ts";
import { serve } from "./rpc.ts";

const port = parentPort;
if (port === null) throw new Error("preview-worker runs in a worker thread only");

/** Values in rows that are remembered of comparisons. */
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

/** Compares once: the rows that changed are asked for page by page. */
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
