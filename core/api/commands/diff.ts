import { z } from "zod";
import type { Difference } from "../../manifest/diff.ts";
import { type Entry, entryType, sameEntry } from "../../manifest/entry.ts";
import { TimeSlice } from "../../time-slice.ts";
import { changeOf } from "../change-of.ts";
import { defineCommand } from "../command.ts";
import { changeCounts, count, diskPath, locator, remark, snapshotId } from "../schemas.ts";
import { differencesOf, findSides } from "../sides.ts";
import { TextDiffs } from "../text-diff.ts";
import { changeKind } from "./changes.ts";

/** A place in a snapshot, or a file or folder on disk: that is captured first, so a snapshot is made of it. */
const side = locator.or(z.strictObject({ disk: diskPath }));

const changedPath = z.strictObject({
  /** From the two folders that are compared; of two files, the name of the second. */
  path: z.string(),
  change: changeKind,
  /** The path's type; of a removed one, the type it had. Folders are listed only where empty. */
  type: z.enum(["file", "symlink", "directory"]),
  /** Of a modified file whose permissions differ. */
  permissions: z.strictObject({ before: count, after: count }).optional(),
  /** Of a modified file in which nothing but the permissions differs. */
  same_content: z.literal(true).optional(),
  /** With `text`: the unified diff of a text whose content differs, cut after 1 MiB; or why there is none. */
  diff: z.string().optional(),
  no_diff: z.enum(["binary", "large"]).optional(),
});

/** Compares two snapshots, or parts of them. */
export const diffCommand = defineCommand({
  name: "diff",
  summary: "Lists in what two snapshots differ, or two folders or files in them; also one of the disk.",
  kind: "read",
  input: z.strictObject({
    a: side,
    b: side,
    /** Whether to list the changed lines of texts. */
    text: z.boolean().default(false),
  }),
  output: z.strictObject({
    from: snapshotId,
    to: snapshotId,
    /** Files and links, as in a label's history: empty folders come and go uncounted. */
    counts: changeCounts,
    /** In the order of the paths' bytes, each path once. */
    changes: z.array(changedPath),
    /** Paths on disk that could not be read. */
    skipped: z.array(remark),
  }),
  async run(repository, { a, b, text }, { signal }) {
    const sides = await findSides(repository, { from: a, to: b }, signal);
    const { from, to } = sides;
    const counts = { added: 0, modified: 0, removed: 0 };
    const changes: z.output<typeof changedPath>[] = [];
    const texts = text ? new TextDiffs(repository) : undefined;
    const slice = new TimeSlice(signal);
    for await (const difference of differencesOf(repository, sides)) {
      await slice.step();
      const change = await changeOf(repository, difference, sides);
      if (change === undefined) continue;
      const { path, before, after } = difference;
      const [was, is] = [isCounted(before), isCounted(after)];
      if (was || is) counts[was && is ? "modified" : is ? "added" : "removed"]++;
      const entry = after ?? before;
      changes.push({
        path,
        change,
        type: entry === null ? "file" : entryType(entry),
        ...permissionsOf(difference),
        ...(await texts?.of(difference)),
      });
    }
    return { from: from.id, to: to.id, counts, changes, skipped: [...from.skipped, ...to.skipped] };
  },
});

function isCounted(entry: Entry | null): boolean {
  return entry !== null && entryType(entry) !== "directory";
}

/** Returns how the permissions of a file differ, and whether they are the only difference. */
function permissionsOf({
  before,
  after,
}: Difference): Pick<z.output<typeof changedPath>, "permissions" | "same_content"> {
  if (before === null || after === null || before.mode === after.mode) return {};
  if (entryType(before) !== "file" || entryType(after) !== "file") return {};
  return {
    permissions: { before: before.mode & 0o777, after: after.mode & 0o777 },
    ...(sameEntry({ ...before, mode: after.mode }, after) && { same_content: true as const }),
  };
}
