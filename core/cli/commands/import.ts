import type { CommandOutput } from "../../api/registry/invoke.ts";
import { changeCountsText, counted, shortId, size } from "../render/amounts.ts";
import { remarks } from "../render/remarks.ts";
import { defineCli, type RenderContext } from "../shared/cli-command.ts";
import { skippedLine, snapshotExitCode, strictOption, withoutStrict } from "../shared/left-out.ts";
import { overrideOption } from "../shared/override-option.ts";
import { rereadOption } from "../shared/reread-option.ts";
import { unkeptMessage } from "../shared/unkept-message.ts";

/** `strata import` */
export const importCli = defineCli({
  command: "import",
  words: "import",
  arguments: [
    {
      syntax: "<paths...>",
      about:
        "one folder, whose content becomes the snapshot; or files and folders, which lie in it by their names",
      as: "path",
    },
  ],
  options: [
    {
      flags: "-l, --label <name>",
      about: "the label to move; it is made if it is not there",
      required: true,
    },
    { flags: "-m, --message <text>", about: "what to write into the label's history" },
    { flags: "--description <text>", about: "what a new label is described as" },
    {
      flags: "--ignore <pattern>",
      about: "leave out what matches (gitignore syntax); may be repeated",
      as: "list",
    },
    { flags: "--gitignore", about: "leave out what .gitignore files say" },
    { flags: "--no-gitignore", about: "take what .gitignore files say to leave out" },
    rereadOption,
    strictOption,
    {
      flags: "--replace",
      about:
        "go on where this undoes what the label came to hold otherwise than from these paths, as by a push, an undo or a reset; without it, that is told and exits with 3",
    },
    overrideOption,
  ],
  long: true,
  input: withoutStrict,
  exitCode: snapshotExitCode,
  render: importReceipt,
});

/** Reports the outcome of an import. */
export function importReceipt(report: CommandOutput<"import">, context: RenderContext): string[] {
  const {
    ca_id,
    label,
    files,
    bytes,
    unchanged,
    new_bytes,
    stored_bytes,
    moved,
    skipped,
    warnings,
    changes,
  } = report;
  return [
    `${label}: ${counted(files, "file")}, ${size(bytes)}`,
    `  snapshot   ${shortId(ca_id)}${moved ? "" : " (nothing changed, the label stays)"}`,
    ...(moved ? [`  changes    ${changeCountsText(changes)}`] : []),
    `  not read   ${counted(unchanged, "file")}, as when last read`,
    `  new        ${size(new_bytes)}, stored in ${size(stored_bytes)}`,
    ...remarks("Skipped", skipped),
    ...remarks("Warnings", warnings),
    ...(moved ? [] : unkeptMessage(context)),
    ...skippedLine(report),
  ];
}
