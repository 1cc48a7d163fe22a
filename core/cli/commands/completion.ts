import { z } from "zod";
import { parseInput } from "../../api/input-error.ts";
import { invoke } from "../../api/registry/invoke.ts";
import { registry } from "../../api/registry/registry.ts";
import { StoreHandle } from "../../api/store-handle.ts";
import { safeText } from "../render/safe-text.ts";
import type { CliService } from "../shared/cli-command.ts";
import { summaryOf } from "../shared/summary.ts";
import { completionOf } from "../shell/candidates.ts";
import { COMPLETION_SCRIPTS, FILES, SHELLS } from "../shell/scripts.ts";

const shell = z.strictObject({
  shell: z.enum(SHELLS, { error: `one of ${SHELLS.join(", ")}` }),
});

/** `strata completion` */
export const completionCli: CliService = {
  words: "completion",
  summary: "Prints the script by which a shell completes commands, options and the names of labels.",
  arguments: [{ syntax: "<shell>", about: `the shell: ${SHELLS.join(", ")}` }],
  options: [],
  async run(typed, { say }) {
    const { shell: name } = parseInput({ name: "completion", input: shell }, typed);
    const script = COMPLETION_SCRIPTS[name];
    await say({ shell: name, script }, [script.trimEnd()]);
  },
};

const words = z.strictObject({ words: z.array(z.string()).default([]) });

/** `strata complete`, which the scripts of {@link completionCli} run */
export const completeCli: CliService = {
  words: "complete",
  summary: "Lists what can be typed next.",
  hidden: true,
  arguments: [{ syntax: "[words...]", about: "what is typed, the last word as far as it is" }],
  options: [],
  async run(typed, { table, storeFolder, say }) {
    const given = parseInput({ name: "complete", input: words }, typed).words;
    const { words: found, labels, mounts, files } = completionOf(table, summaryOf, given);
    const names = labels || mounts ? await namesOf(storeFolder, labels ? "labels" : "mount.list") : [];
    const last = given.at(-1) ?? "";
    const lines = [
      ...found.map(({ text, about }) => `${text}\t${about}`),
      ...names.filter((name) => name.startsWith(last)).map((name) => `${safeText(name)}\t`),
      ...(files ? [FILES] : []),
    ];
    await say({ words: [...found.map(({ text }) => text), ...names], files }, lines);
  },
};

/** Returns the names of labels or of working copies; none where the store cannot be read. */
async function namesOf(folder: string, command: "labels" | "mount.list"): Promise<string[]> {
  const store = new StoreHandle(folder, { surface: "cli" }, () => undefined);
  try {
    if (command === "labels")
      return (await invoke(registry, command, {}, { store })).labels.map(({ name }) => name);
    return (await invoke(registry, command, {}, { store })).mounts.map(({ name }) => name);
  } catch {
    // Nobody reads an error in the middle of a line that is typed.
    return [];
  } finally {
    await store.close();
  }
}
