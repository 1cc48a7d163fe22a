import { Worker, type WorkerOptions } from "node:worker_threads";
import { builtFile } from "../built.ts";

/**
 * Starts a thread that runs a file of the build. Calls `died` when the thread will no longer answer, at least once, with the
 * reason first; also when it was ended.
 */
export function startThread(file: string, options: WorkerOptions, died: (reason: Error) => void): Worker {
  // The options of the program are not for its threads; some, like --input-type, would end them.
  const worker = new Worker(builtFile(file), { ...options, execArgv: [] });
  worker.on("error", died);
  worker.on("messageerror", (reason) => {
    // A caller waits for the message that could not be read, and would wait for ever.
    died(reason);
    void worker.terminate();
  });
  worker.on("exit", (code) => died(new Error(`it ended with code ${code}`)));
  return worker;
}
