import type { CommandOutput } from "../../api/registry/invoke.ts";
import { counted, size } from "../render/amounts.ts";
import { remarks } from "../render/remarks.ts";
import { defineCli, type RenderContext } from "../shared/cli-command.ts";
import { REJECTED } from "../shared/failure.ts";
import { skippedLine, snapshotExitCode, strictOption, withoutStrict } from "../shared/left-out.ts";
import { pushInput, pushOptions } from "../shared/push-options.ts";
import { renderPush } from "./push.ts";

/** `strata import-tar` */
export const importTarCli = defineCli({
  command: "import.tar",
  words: "import-tar",
  arguments: [],
  options: [...pushOptions, strictOption],
  long: true,
  piped: true,
  input: (typed) => pushInput(withoutStrict(typed)),
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
