import type { CliOption } from "./cli-command.ts";

/** The options that every command has, beside `--help`. */
export const GLOBAL_OPTIONS: readonly CliOption[] = [
  {
    flags: "--store <folder>",
    about: "the store to use (or STRATA_STORE); the first import or init makes it",
    as: "path",
  },
  { flags: "--json", about: "print one JSON document, errors too" },
  { flags: "--jsonl", about: "print a list as JSON, one entry a line" },
  { flags: "--no-pager", about: "print long text at once, also on a terminal" },
  { flags: "--lock-wait <seconds>", about: "how long to wait for another process's writing" },
];
