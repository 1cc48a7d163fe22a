import { catCommand } from "./commands/cat.ts";
import { changesCommand } from "./commands/changes.ts";
import { diffCommand } from "./commands/diff.ts";
import { exportCommand } from "./commands/export.ts";
import { findCommand } from "./commands/find.ts";
import { historyCommand } from "./commands/history.ts";
import { importCommand } from "./commands/import.ts";
import {
  labelDescribeCommand,
  labelFolderCommand,
  labelIgnoreCommand,
  labelPinCommand,
} from "./commands/label-changes.ts";
import {
  labelCreateCommand,
  labelDeleteCommand,
  labelRenameCommand,
  labelRestoreCommand,
} from "./commands/label-moves.ts";
import { labelsCommand } from "./commands/labels.ts";
import { logCommand } from "./commands/log.ts";
import { preflightCommand } from "./commands/preflight.ts";
import { previewCommand, readCommand } from "./commands/preview.ts";
import { resetCommand } from "./commands/reset.ts";
import { sqliteRowsCommand, sqliteTablesCommand } from "./commands/sqlite.ts";
import { initCommand, recoverCommand, statusCommand, verifyCommand } from "./commands/store.ts";
import { treeCommand } from "./commands/tree.ts";

const commands = [
  preflightCommand,
  historyCommand,
  findCommand,
  changesCommand,
  previewCommand,
  readCommand,
  sqliteTablesCommand,
  sqliteRowsCommand,
  resetCommand,
  labelFolderCommand,
  statusCommand,
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
