import type { CommandOutput } from "../../api/registry/invoke.ts";
import { counted } from "../render/amounts.ts";
import { defineCli } from "../shared/cli-command.ts";
import { entryLines } from "./tree.ts";

/** `strata find` */
export const findCli = defineCli({
  command: "find",
  words: "find",
  paged: true,
  rows: "entries",
  arguments: [
    { syntax: "<ref>", about: "a snapshot, or with :path a folder in it" },
    { syntax: "<pattern>", about: "a part of a name, or a pattern with gitignore syntax: *.ts, src/**" },
  ],
  options: [{ flags: "-n, --limit <n>", about: "only the first n", as: "number" }],
  // Whoever types it wants them all, where a screen wants a page.
  input: (typed) => ({ limit: Number.MAX_SAFE_INTEGER, ...typed }),
  render: renderFound,
});

/** Lists the matches, one a line, and the number of further ones. */
export function renderFound({ total, entries }: CommandOutput<"find">): string[] {
  if (total === 0) return ["Nothing matches."];
  const more = total - entries.length;
  return [...entryLines(entries), ...(more > 0 ? [`… and ${counted(more, "more", "more")}`] : [])];
}
