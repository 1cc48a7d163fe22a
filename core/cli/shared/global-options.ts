import type { CliOption } from "./cli-command.ts";

/** The options that every command has. */
export const GLOBAL_OPTIONS: readonly CliOption[] = [
  { flags: "--store <folder>", about: "the store to use", as: "path" },
  { flags: "--json", about: "print one JSON document, errors too" },
  { flags: "--jsonl", about: "print a list as JSON, one entry a line" },
  { flags: "--no-pager", about: "print long text at once, also on a terminal" },
  { flags: "--lock-wait <seconds>", about: "how long to wait for another process's writing" },
  { flags: "--help", about: "show what the command takes" },
];
