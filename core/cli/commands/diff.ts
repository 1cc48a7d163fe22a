import type { CommandOutput } from "../../api/invoke.ts";
import { defineCli } from "../cli-command.ts";
import { safeName } from "../render/safe-text.ts";

const SIGNS = { added: "+", removed: "-", modified: "~" };

/** `strata diff` */
export const diffCli = defineCli({
  command: "diff",
  words: "diff",
  arguments: [
    { syntax: "<a>", about: "the snapshot to compare from" },
    { syntax: "<b>", about: "the snapshot to compare to" },
  ],
  options: [],
  render: renderDiff,
});

/** Lists changes, one a line, and counts them. */
export function* renderDiff({ changes }: CommandOutput<"diff">): Generator<string> {
  const counts = { added: 0, modified: 0, removed: 0 };
  for (const { path, change } of changes) {
    counts[change]++;
    yield `${SIGNS[change]} ${safeName(path)}`;
  }
  const told = Object.entries(counts).filter(([, count]) => count > 0);
  yield told.length === 0
    ? "No differences."
    : told.map(([change, count]) => `${count.toLocaleString("en")} ${change}`).join(", ");
}
