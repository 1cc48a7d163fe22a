import type { CommandOutput } from "../../api/registry/invoke.ts";
import { StrataError } from "../../errors.ts";
import { counted, shortId, size } from "../render/amounts.ts";
import { remarks } from "../render/remarks.ts";
import { safeName, safeText } from "../render/safe-text.ts";
import { defineCli } from "../shared/cli-command.ts";

/** In place of a path: the archive goes to the output. */
const OUTPUT = "-";
/** Names of archives that cannot be written. */
const OTHER_ARCHIVE = /\.(tar\.\w+|tgz|tbz2?|txz|tzst|7z|rar)$/i;

/** `strata export` */
export const exportCli = defineCli({
  command: "export",
  words: "export",
  arguments: [{ syntax: "<ref>", about: "a snapshot, or with :path a file or folder in it" }],
  options: [
    {
      flags: "-o, --to <place>",
      about:
        "the folder to write into, made if it is not there; a file named .zip or .tar for an archive; - for the output, into a pipe",
      as: "target",
      required: true,
    },
    {
      flags: "--format <which>",
      about: "what to write, whatever its name",
      choices: ["folder", "zip", "tar"],
    },
    {
      flags: "--overwrite <which>",
      about: "what becomes of files there that differ; without it, nothing is written if there is one",
      choices: ["never", "newer", "always"],
    },
    {
      flags: "--windows-names",
      about: "tell which names Windows cannot have; of an archive that is always told",
    },
  ],
  long: true,
  pours: ({ to }) => to === OUTPUT,
  input: ({ format, ...typed }) => ({ ...typed, format: format ?? formatOf(String(typed.to)) }),
  render: exportReceipt,
  exitCode: ({ skipped }) => (skipped.every(({ kept }) => kept) ? 0 : 1),
});

/** Derives the format from the target's name. Throws `BadInput` for an unsupported archive. */
function formatOf(to: string): "folder" | "zip" | "tar" {
  if (to === OUTPUT) return "tar";
  const [ending] = OTHER_ARCHIVE.exec(to) ?? [];
  if (ending !== undefined) {
    throw new StrataError("BadInput", `An archive can be a .zip or a .tar, but not a ${ending}.`, {
      hint: "Pipe a tar into what compresses it: --to - | gzip > old.tar.gz. For a folder of that name, add --format folder.",
    });
  }
  return /\.zip$/i.test(to) ? "zip" : /\.tar$/i.test(to) ? "tar" : "folder";
}

/** Reports the outcome of an export. */
export function exportReceipt({
  ca_id,
  to,
  files,
  bytes,
  unchanged,
  skipped,
  warnings,
  notes,
}: CommandOutput<"export">): string[] {
  const into = to === OUTPUT ? "the output" : safeName(to);
  return [
    `Wrote ${counted(files, "file")}, ${size(bytes)}, of ${shortId(ca_id)} into ${into}`,
    ...(unchanged > 0 ? [`  unchanged  ${counted(unchanged, "file")}`] : []),
    ...remarks(
      "Kept",
      skipped.filter(({ kept }) => kept),
    ),
    ...remarks(
      "Not written",
      skipped.filter(({ kept }) => !kept),
    ),
    ...remarks("Not possible on Windows", warnings),
    ...notes.map((note) => `Note: ${safeText(note)}`),
  ];
}
