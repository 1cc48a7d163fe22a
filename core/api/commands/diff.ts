import { z } from "zod";
import { TimeSlice } from "../../time-slice.ts";
import { type Change, changeOf } from "../change-of.ts";
import { defineCommand } from "../command.ts";
import { locateSnapshot } from "../locate.ts";
import { reference, snapshotId } from "../schemas.ts";

/** Compares two snapshots. */
export const diffCommand = defineCommand({
  name: "diff",
  summary: "Lists the paths in which two snapshots differ.",
  kind: "read",
  input: z.strictObject({ a: reference, b: reference }),
  output: z.strictObject({
    from: snapshotId,
    to: snapshotId,
    /** In the order of the paths' bytes, each path once. */
    changes: z.array(z.strictObject({ path: z.string(), change: z.enum(["added", "removed", "modified"]) })),
  }),
  async run(repository, { a, b }, { signal }) {
    const from = locateSnapshot(repository, a);
    const to = locateSnapshot(repository, b);
    const changes: { path: string; change: Change }[] = [];
    const slice = new TimeSlice(signal);
    for await (const difference of repository.diff(from, to)) {
      await slice.step();
      const change = await changeOf(repository, difference, { from, to });
      if (change !== undefined) changes.push({ path: difference.path, change });
    }
    return { from, to, changes };
  },
});
