import { z } from "zod";
import { defineCommand } from "../command.ts";
import { existingLabel, headOf } from "../existing-label.ts";
import { knownLabel, movedLabel } from "../schemas.ts";

/** Returns a label's head. */
export const pullCommand = defineCommand({
  name: "pull",
  summary: "Tells which snapshot a label points at now.",
  kind: "read",
  input: z.strictObject({ label: knownLabel }),
  output: movedLabel,
  async run(repository, { label }) {
    return { label, ca_id: headOf(await existingLabel(repository, label)) };
  },
});
