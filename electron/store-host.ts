import { parentPort, workerData } from "node:worker_threads";
import { serve } from "../core/index.ts";
import type { HostData } from "./host-service.ts";
import { StoreHost } from "./store-host-service.ts";

// The thread that has the store: the main process only carries what is said between it and the window.

if (parentPort === null) throw new Error("This file is the entry of a worker thread.");
const host = new StoreHost(workerData as HostData);
serve(parentPort, host.service(), () => host.close());
