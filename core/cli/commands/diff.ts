import type { CommandOutput } from "../../api/registry/invoke.ts";
import { counted } from "../render/amounts.ts";
import { changeStyle } from "../render/line-styles.ts";
import { remarks } from "../render/remarks.ts";
import { safeName } from "../render/safe-text.ts";
import { defineCli } from "../shared/cli-command.ts";

const SIGNS = { added: "+", removed: "-", modified: "~" };
const NO_DIFF = { binary: "not a text", large: "too large to compare line by line" };

type ChangedPath = CommandOutput<"diff">["changes"][number];

/** `strata diff` */
export const diffCli = defineCli({
  command: "diff",
  words: "diff",
  paged: true,
  rows: "changes",
  styleOf: changeStyle,
  arguments: [
    {
      syntax: "<a>",
      about:
        "what to compare from: a snapshot, with :path a file or folder in it, or one on disk (./src, /home/ann/src)",
      as: "place",
    },
    { syntax: "<b>", about: "what to compare to, in the same way", as: "place" },
  ],
  options: [{ flags: "--text", about: "show which lines of texts changed, as a unified diff" }],
  long: true,
  render: renderDiff,
});

/** Lists changes, one a line or each with its lines, and counts them as a label's history does. */
export function* renderDiff({ changes, counts, skipped }: CommandOutput<"diff">): Generator<string> {
  for (const change of changes) {
    if (change.diff === undefined || change.permissions !== undefined) yield changeLine(change);
    if (change.diff !== undefined) yield change.diff.replace(/\n$/, "");
  }
  yield* remarks("Skipped", skipped);
  yield sumOf(changes, counts);
}

function changeLine({ path, change, type, permissions, no_diff: none }: ChangedPath): string {
  const name = safeName(type === "directory" ? `${path}/` : path);
  const notes = [
    ...(permissions ? [`permissions ${octal(permissions.before)} -> ${octal(permissions.after)}`] : []),
    ...(none ? [NO_DIFF[none]] : []),
  ];
  return `${SIGNS[change]} ${name}${notes.length > 0 ? ` (${notes.join("; ")})` : ""}`;
}

function sumOf(changes: readonly ChangedPath[], counts: CommandOutput<"diff">["counts"]): string {
  if (changes.length === 0) return "No differences.";
  const told = (["added", "modified", "removed"] as const)
    .filter((change) => counts[change] > 0)
    .map((change) => `${counts[change].toLocaleString("en")} ${change}`);
  const onlyModes = changes.filter((each) => each.same_content).length;
  const folders = changes.filter(({ type, change }) => type === "directory" && change !== "modified").length;
  return [
    ...told,
    ...(onlyModes > 0 ? [`of these ${onlyModes.toLocaleString("en")} only in permissions`] : []),
    ...(folders > 0 ? [counted(folders, "empty folder")] : []),
  ].join(", ");
}

function octal(permissions: number): string {
  return permissions.toString(8).padStart(3, "0");
}
