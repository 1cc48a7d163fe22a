import type { CommandOutput } from "../../api/registry/invoke.ts";
import { changeCountsText, counted, shortId, size } from "../render/amounts.ts";
import { remarks } from "../render/remarks.ts";
import { safeName, safeText } from "../render/safe-text.ts";
import { undoingLines } from "../render/undoing.ts";
import { defineCli } from "../shared/cli-command.ts";

/** So many changes are shown to a person. */
const SHOWN = 20;
const MARKS = { added: "+", modified: "~", removed: "-" } as const;

/** `strata preflight` */
export const preflightCli = defineCli({
  command: "preflight",
  words: "preflight",
  arguments: [{ syntax: "<paths...>", about: "the folder, or files and folders, as for import", as: "path" }],
  options: [
    { flags: "-l, --label <name>", about: "the label to import under; without it, one is proposed" },
    {
      flags: "--ignore <pattern>",
      about: "leave out what matches (gitignore syntax); may be repeated",
      as: "list",
    },
    { flags: "--gitignore", about: "leave out what .gitignore files say" },
    { flags: "--no-gitignore", about: "take what .gitignore files say to leave out" },
  ],
  long: true,
  render: renderPlan,
});

/** Reports the forecast of an import, with its warnings. */
export function renderPlan(plan: CommandOutput<"preflight">): string[] {
  const { label, head, files, bytes, ignored, counts, to_read, changes, warnings, undoing } = plan;
  const more = counts.added + counts.modified + counts.removed - SHOWN;
  return [
    `${label}: ${counted(files, "file")}, ${size(bytes)}`,
    head === null ? "  a new label" : `  against    ${shortId(head)}`,
    `  changes    ${changeCountsText(counts, " at most")}`,
    `  to read    ${size(to_read)}`,
    ...(ignored > 0
      ? [`  left out   ${counted(ignored, "file or folder", "files and folders")} by rules`]
      : []),
    ...warnings.flatMap(({ message, paths, count, ignore }) => [
      `Warning: ${message}`,
      ...paths.filter((path) => path !== "").map((path) => `  ${safeName(path)}`),
      ...(count > paths.length ? [`  … and ${(count - paths.length).toLocaleString("en")} more`] : []),
      ...(ignore.length > 0
        ? [`  to leave them out: ${ignore.map((each) => `--ignore '${safeText(each)}'`).join(" ")}`]
        : []),
    ]),
    ...(undoing === null
      ? []
      : ["Warning: `strata import` needs --replace to undo this:", ...undoingLines(undoing)]),
    ...remarks("Cannot be kept", plan.skipped),
    ...(changes.length > 0 ? ["Changes:"] : []),
    ...changes.slice(0, SHOWN).map(({ path, change }) => `  ${MARKS[change]} ${safeName(path)}`),
    ...(changes.length > 0 && more > 0 ? [`  … and ${more.toLocaleString("en")} more`] : []),
  ];
}
