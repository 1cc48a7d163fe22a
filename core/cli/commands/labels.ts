import type { CommandOutput } from "../../api/registry/invoke.ts";
import { shortId } from "../render/amounts.ts";
import { columns } from "../render/columns.ts";
import { firstLine } from "../render/safe-text.ts";
import { ago, isoMinute } from "../render/times.ts";
import { defineCli, type RenderContext } from "../shared/cli-command.ts";

/** `strata labels` */
export const labelsCli = defineCli({
  command: "labels",
  words: "labels",
  paged: true,
  rows: "labels",
  arguments: [],
  options: [{ flags: "--deleted", about: "list deleted labels too" }],
  render: renderLabels,
});

/** `strata fs ls` */
export const fsLsCli = defineCli({ ...labelsCli, words: "fs ls" });

/** Lists labels, one a line: name, snapshot, when and how it was last moved, description. */
export function renderLabels({ labels }: CommandOutput<"labels">, { now }: RenderContext): string[] {
  if (labels.length === 0) return ["No labels yet. To make the first: strata import FOLDER --label NAME"];
  const rows = labels.map(({ name, ca_id, description, pinned, at, op, ...label }) => [
    name,
    ca_id === null ? "deleted" : shortId(ca_id),
    isoMinute(at),
    ago(at, now),
    op,
    [pinned ? "pinned" : "", label.protected ? "protected" : ""].filter(Boolean).join(" "),
    firstLine(description),
  ]);
  return columns(rows);
}
