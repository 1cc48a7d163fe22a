import type { CliOption } from "./cli-command.ts";

/** The option of every command that moves a label. */
export const overrideOption: CliOption = {
  flags: "--override",
  about: "move the label even if it is protected",
};
