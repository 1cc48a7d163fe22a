import { Worker, type WorkerOptions } from "node:worker_threads";
import { builtFile } from "../built.ts";

/**
 * Starts a thread that runs a file of the build. `died` is called when it will not answer any more, at least once, with the
 * reason first; also when it was ended.
 */
export function startThread(file: string, options: WorkerOptions, died: (reason: Error) => void): Worker {
  // The options of the program are not for its threads; some, like --input-type, would end them.
  const worker = new Worker(builtFile(file), { ...options, execArgv: [] });
  worker.on("error", died);
  worker.on("messageerror", (reason) => {
    // Somebody waits for what could not be understood, and would for ever.
    died(reason);
    void worker.terminate();
  });
  worker.on("exit", (code) => died(new Error(`it ended with code ${code}`)));
  return worker;
}
