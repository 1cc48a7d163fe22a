import { expect } from "vitest";
import { type CommandOutput, invoke } from "../api/registry/invoke.ts";
import { type CommandName, registry } from "../api/registry/registry.ts";
import type { StoreHandle } from "../api/store-handle.ts";

/** Returns a function that runs a command on a store, and holds its output to the command's schema. */
export function callerOf(store: StoreHandle) {
  return async <N extends CommandName>(name: N, input: unknown): Promise<CommandOutput<N>> => {
    const output = await invoke(registry, name, input, { store });
    expect(registry[name].output.parse(output)).toEqual(output);
    return output;
  };
}
