import type { CommandOutput } from "../../api/invoke.ts";
import type { ErrorCode } from "../../errors.ts";
import { defineCli } from "../cli-command.ts";
import { counted, shortId, size } from "../render/amounts.ts";
import { remarks } from "../render/remarks.ts";
import { safeName } from "../render/safe-text.ts";

/** What was left as it was because the user's `--overwrite` says so. */
const WISHED: ErrorCode = "EEXIST";

/** `strata export` */
export const exportCli = defineCli({
  command: "export",
  words: "export",
  arguments: [{ syntax: "<ref>", about: "a snapshot, or with :path a file or folder in it" }],
  options: [
    {
      flags: "-o, --to <folder>",
      about: "the folder to write into; it is made if it is not there. Of an archive: its file",
      as: "path",
      required: true,
    },
    { flags: "--format <which>", about: "write one archive file instead", choices: ["zip", "tar"] },
    {
      flags: "--overwrite <which>",
      about: "what becomes of files there that differ; without it, nothing is written if there is one",
      choices: ["never", "newer", "always"],
    },
  ],
  long: true,
  render: exportReceipt,
  exitCode: ({ skipped }) => (skipped.every(({ code }) => code === WISHED) ? 0 : 1),
});

/** Tells what an export did. */
export function exportReceipt({
  ca_id,
  to,
  files,
  bytes,
  unchanged,
  skipped,
  warnings,
}: CommandOutput<"export">): string[] {
  return [
    `Wrote ${counted(files, "file")}, ${size(bytes)}, of ${shortId(ca_id)} into ${safeName(to)}`,
    ...(unchanged > 0 ? [`  unchanged  ${counted(unchanged, "file")}`] : []),
    ...remarks("Skipped", skipped),
    ...remarks("Not possible on Windows", warnings),
  ];
}
