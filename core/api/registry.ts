import { catCommand } from "./commands/cat.ts";
import { diffCommand } from "./commands/diff.ts";
import { exportCommand } from "./commands/export.ts";
import { importCommand } from "./commands/import.ts";
import { labelDescribeCommand, labelIgnoreCommand, labelPinCommand } from "./commands/label-changes.ts";
import {
  labelCreateCommand,
  labelDeleteCommand,
  labelRenameCommand,
  labelRestoreCommand,
} from "./commands/label-moves.ts";
import { labelsCommand } from "./commands/labels.ts";
import { logCommand } from "./commands/log.ts";
import { initCommand, recoverCommand, verifyCommand } from "./commands/store.ts";
import { treeCommand } from "./commands/tree.ts";

const commands = [
  importCommand,
  exportCommand,
  labelsCommand,
  logCommand,
  treeCommand,
  catCommand,
  diffCommand,
  labelCreateCommand,
  labelRenameCommand,
  labelDescribeCommand,
  labelDeleteCommand,
  labelRestoreCommand,
  labelPinCommand,
  labelIgnoreCommand,
  initCommand,
  verifyCommand,
  recoverCommand,
] as const;

/** Every command by its name. */
export type Registry = { readonly [C in (typeof commands)[number] as C["name"]]: C };
/** The name of a command. */
export type CommandName = keyof Registry;

/** Everything that Strata can be asked to do: the one table that each surface is an adapter of. */
export const registry = Object.fromEntries(commands.map((command) => [command.name, command])) as Registry;
