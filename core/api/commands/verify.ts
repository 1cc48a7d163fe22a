import { z } from "zod";
import { defineCommand } from "../command.ts";
import { count } from "../schemas.ts";
import { scrubState, scrubStateOf } from "../scrub-schemas.ts";
import { problem, problemToJson } from "../verify-schemas.ts";

/** Checks everything in the store. */
export const verifyCommand = defineCommand({
  name: "verify",
  summary: "Checks everything in the store, and names what is damaged and what that touches.",
  kind: "read",
  input: z.strictObject({
    /** Reads no contents: only looks whether everything is there. */
    quick: z.boolean().optional(),
  }),
  output: z.strictObject({
    ok: z.boolean(),
    depth: z.enum(["quick", "full"]),
    packs: count,
    /** Objects that were read and hashed (of a quick one: that are there), and the bytes of those that were intact. */
    objects: count,
    bytes: count,
    snapshots: count,
    labels: count,
    /** Working copies, also discarded ones. */
    mounts: count,
    merges: count,
    problems: z.array(problem),
    scrub: scrubState,
  }),
  async run(repository, { quick = false }, { signal, onProgress, gate }) {
    const { problems, ...counts } = await repository.run("verify", quick ? "quick" : "full", {
      signal,
      gate,
      onProgress: (progress) => onProgress?.({ command: "verify", ...progress }),
    });
    return {
      ok: problems.length === 0,
      ...counts,
      problems: problems.map(problemToJson),
      scrub: scrubStateOf(repository),
    };
  },
});
