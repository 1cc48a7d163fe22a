import { counted } from "../render/amounts.ts";
import { safeName, safeText } from "../render/safe-text.ts";
import { defineCli } from "../shared/cli-command.ts";
import { mergeOption } from "./merges.ts";

/** `strata merge check` */
export const mergeCheckCli = defineCli({
  command: "merge.check",
  words: "merge check",
  paged: true,
  rows: "files",
  arguments: [{ syntax: "[path]", about: "only this text" }],
  options: [
    mergeOption,
    { flags: "--offset <number>", about: "leave out so many files of the merge", as: "number" },
    { flags: "--limit <number>", about: "check at most so many files", as: "number" },
  ],
  long: true,
  *render({ checked, files }) {
    let found = 0;
    for (const { path, findings, unchecked } of files) {
      found += findings.length;
      for (const { line, column, message } of findings) {
        yield `${safeName(path)}:${line}${column === undefined ? "" : `:${column}`}: ${safeText(message)}`;
      }
      if (unchecked !== undefined) yield `${safeName(path)}: ${safeText(unchecked)}`;
    }
    yield `${counted(checked, "text")} checked, ${counted(found, "finding")}`;
  },
});
