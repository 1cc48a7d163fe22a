import { z } from "zod";
import { defineCommand } from "../command.ts";
import { count } from "../schemas.ts";
import { scrubState, scrubStateOf } from "../scrub-schemas.ts";

/** Tells about the scrub of a store, turns it on or off, or makes it. */
export const scrubCommand = defineCommand({
  name: "scrub",
  summary:
    "Tells how much of the store was read in the last 30 days; reads what is due, and turns scrubbing on or off.",
  kind: "write",
  input: z.strictObject({
    /** Turns scrubbing by the app on or off. */
    on: z.boolean().optional(),
    /** Reads the packs that are due now, also while it is off. */
    now: z.boolean().optional(),
  }),
  output: z.strictObject({
    ...scrubState.shape,
    /** Packs that were read just now. */
    read: count,
  }),
  async run(repository, { on, now = false }, { signal, gate }) {
    if (on !== undefined) await repository.run("setScrubbing", on);
    const { packs: read } = now
      ? await repository.run("scrub", { isBackground: false }, { signal, gate })
      : { packs: 0 };
    return { ...scrubStateOf(repository), read };
  },
});
