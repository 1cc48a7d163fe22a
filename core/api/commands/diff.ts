import { z } from "zod";
import { StrataError } from "../../errors.ts";
import type { SnapshotId } from "../../ids.ts";
import type { Difference } from "../../manifest/diff.ts";
import { entryType } from "../../manifest/entry.ts";
import type { Repository } from "../../repository/repository.ts";
import { defineCommand } from "../command.ts";
import { isEntry } from "../listing.ts";
import { locateSnapshot } from "../locate.ts";
import { reference, snapshotId } from "../schemas.ts";
import { Turns } from "../turns.ts";

type Change = "added" | "removed" | "modified";

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
    const turns = new Turns(signal);
    for await (const difference of repository.diff(from, to)) {
      await turns.step();
      const change = await changeOf(repository, difference, { from, to });
      if (change !== undefined) changes.push({ path: difference.path, change });
    }
    return { from, to, changes };
  },
});

/** Says what a difference is to a person; undefined for an empty folder that is only no longer, or newly, empty. */
async function changeOf(
  repository: Repository,
  { path, before, after }: Difference,
  { from, to }: { from: SnapshotId; to: SnapshotId },
): Promise<Change | undefined> {
  if (before !== null && after !== null) return "modified";
  const entry = before ?? after;
  const other = before === null ? from : to;
  if (entry !== null && entryType(entry) === "directory" && (await hasFolder(repository, other, path)))
    return undefined;
  return before === null ? "added" : "removed";
}

async function hasFolder(repository: Repository, id: SnapshotId, path: string): Promise<boolean> {
  try {
    return !isEntry(await repository.stat(id, path));
  } catch (thrown) {
    if (thrown instanceof StrataError && thrown.code === "ENOENT") return false;
    throw thrown;
  }
}
