import { parentPort } from "node:worker_threads";
import { DatabaseView } from "../preview/database-view.ts";
import type { PreviewService } from "./database-previews.ts";
import { serve } from "./rpc.ts";

const port = parentPort;
if (port === null) throw new Error("preview-worker runs in a worker thread only");

let view: DatabaseView | undefined;

const opened = (): DatabaseView => {
  if (view === undefined) throw new Error("no database was opened");
  return view;
};

const service = {
  open: async (bytes: Uint8Array) => {
    view?.close();
    view = undefined;
    view = new DatabaseView(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  },
  tables: async () => opened().overview(),
  count: async (table: string) => opened().count(table),
  rows: async (range) => opened().rows(range),
} satisfies PreviewService;

serve(port, service, async () => view?.close());
