import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CommandInput, CommandName, CommandOutput } from "../core/index.ts";
import { root } from "../scripts/processes.mjs";

type Core = typeof import("../core/index.ts");
type Run = <N extends CommandName>(name: N, input: CommandInput<N>) => Promise<CommandOutput<N>>;

/** Runs commands on a store as the command line does, without a process for each, which takes most of the time. */
export async function onStore(folder: string, work: (run: Run) => Promise<void>): Promise<void> {
  const { invoke, registry, StoreHandle }: Core = await import(
    pathToFileURL(join(root, "dist", "index.js")).href
  );
  const store = new StoreHandle(folder, { surface: "cli", create: true });
  try {
    await work((name, input) => invoke(registry, name, input, { store }));
  } finally {
    await store.close();
  }
}
