import { parentPort, workerData } from "node:worker_threads";
import type { Profile } from "../profile.ts";
import type { ToContentWorker } from "../snapshot/content-protocol.ts";
import { ContentReader } from "../snapshot/content-reader.ts";

const port = parentPort;
if (port === null) throw new Error("content-worker runs in a worker thread only");

const reader = new ContentReader(workerData as Profile, (message, transfer) =>
  port.postMessage(message, transfer),
);
port.on("message", (message: ToContentWorker) => reader.handle(message));
