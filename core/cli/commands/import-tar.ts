import type { CommandOutput } from "../../api/registry/invoke.ts";
import { counted, size } from "../render/amounts.ts";
import { remarks } from "../render/remarks.ts";
import { defineCli, type RenderContext } from "../shared/cli-command.ts";
import { REJECTED } from "../shared/failure.ts";
import { skippedLine, snapshotExitCode, strictOption, withoutStrict } from "../shared/left-out.ts";
import { overrideOption } from "../shared/override-option.ts";
import { renderPush } from "./push.ts";

/** `strata import-tar` */
export const importTarCli = defineCli({
  command: "import.tar",
  words: "import-tar",
  arguments: [],
  options: [
    { flags: "-l, --label <name>", about: "the label to move; without --expected it is made" },
    { flags: "--expected <id>", about: "move it only if it holds this snapshot (first digits will do)" },
    { flags: "--force", about: "move it whatever it holds" },
    { flags: "--detach", about: "move no label" },
    {
      flags: "--parent <ref>",
      about: "a snapshot that went into this one, which makes it a merge; may be repeated",
      as: "list",
    },
    { flags: "-m, --message <text>", about: "what to write into the label's history" },
    strictOption,
    overrideOption,
  ],
  long: true,
  piped: true,
  input: ({ parent, ...typed }) => ({
    ...withoutStrict(typed),
    ...(parent !== undefined && { parents: parent }),
  }),
  exitCode: (output, context) =>
    output.status === "rejected" ? REJECTED : snapshotExitCode(output, context),
  render: renderImportTar,
});

/** Reports the outcome of an import of an archive. */
export function renderImportTar(report: CommandOutput<"import.tar">, context: RenderContext): string[] {
  const { ca_id, files, bytes, skipped, warnings } = report;
  return [
    `${counted(files, "file")}, ${size(bytes)}`,
    `  snapshot   ${ca_id}`,
    ...remarks("Skipped", skipped),
    ...remarks("Warnings", warnings),
    ...(report.status === "detached" ? [] : renderPush(report, context)),
    ...skippedLine(report),
  ];
}
