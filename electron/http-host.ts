import { parentPort } from "node:worker_threads";
import { serve } from "../core/index.ts";
import { httpHostService } from "./http-host-service.ts";

// The thread that answers other programs: what they ask keeps neither the window nor its store waiting.

if (parentPort === null) throw new Error("This file is the entry of a worker thread.");
serve(parentPort, httpHostService(), async () => undefined);
