import type { CliOption } from "./cli-command.ts";

/** The option `--reread` of every command that takes a snapshot of the disk. */
export const rereadOption: CliOption = {
  flags: "--reread",
  about: "read every file again, also those that look as they did when they were last read",
};
