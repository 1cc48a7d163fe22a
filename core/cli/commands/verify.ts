import type { CommandOutput } from "../../api/registry/invoke.ts";
import { StrataError } from "../../errors.ts";
import { counted, size } from "../render/amounts.ts";
import { problemLines } from "../render/problems.ts";
import { scrubLines } from "../render/scrub.ts";
import { defineCli, type RenderContext } from "../shared/cli-command.ts";

/** `strata verify` */
export const verifyCli = defineCli({
  command: "verify",
  words: "verify",
  rows: "problems",
  arguments: [],
  options: [
    { flags: "--quick", about: "read no contents: look whether everything is there" },
    { flags: "--full", about: "read and hash everything (the default)" },
  ],
  long: true,
  input({ quick = false, full = false }) {
    if (quick && full)
      throw new StrataError("BadInput", "--quick and --full exclude each other.", {
        hint: "Leave one of them out; a full one reads everything.",
      });
    return { quick };
  },
  render: renderVerification,
  exitCode: ({ ok }) => (ok ? 0 : 1),
});

/** Reports the extent of a verification, and each problem with some of what it touches. */
export function renderVerification(report: CommandOutput<"verify">, { now }: RenderContext): string[] {
  const { ok, depth, packs, objects, bytes, snapshots, labels, mounts, merges, problems } = report;
  const found = `${counted(objects, "object")} (${size(bytes)}) in ${counted(packs, "pack")}`;
  const named = [
    counted(snapshots, "snapshot"),
    counted(labels, "label"),
    ...(mounts > 0 ? [counted(mounts, "working copy", "working copies")] : []),
    ...(merges > 0 ? [counted(merges, "merge")] : []),
  ];
  const good = depth === "full" ? "Everything is intact." : "Everything is there.";
  return [
    `${depth === "full" ? "Read" : "Found"} ${found}; ${named.join(", ")}`,
    ok ? good : `${counted(problems.length, "problem")}:`,
    ...problems.flatMap(problemLines),
    ...scrubLines({ ...report.scrub, findings: [] }, now),
    ...(ok ? [] : ["Run `strata repair` to see what can be done."]),
  ];
}
