import { catCommand } from "../commands/cat.ts";
import { changesCommand } from "../commands/changes.ts";
import { diffCommand } from "../commands/diff.ts";
import { exportCommand } from "../commands/export.ts";
import { findCommand } from "../commands/find.ts";
import { gcAutomaticCommand, gcCommand } from "../commands/gc.ts";
import { historyCommand } from "../commands/history.ts";
import { importCommand } from "../commands/import.ts";
import { importTarCommand } from "../commands/import-tar.ts";
import { moveKeepCommand, moveReleaseCommand } from "../commands/kept-moves.ts";
import {
  labelDescribeCommand,
  labelFolderCommand,
  labelIgnoreCommand,
  labelPinCommand,
  labelProtectCommand,
} from "../commands/label-changes.ts";
import {
  labelCreateCommand,
  labelDeleteCommand,
  labelRenameCommand,
  labelRestoreCommand,
  labelSetCommand,
} from "../commands/label-moves.ts";
import { labelsCommand } from "../commands/labels.ts";
import { logCommand } from "../commands/log.ts";
import { mergeCommand } from "../commands/merge.ts";
import { mergeCheckCommand } from "../commands/merge-check.ts";
import {
  mergeDecideCommand,
  mergeFileCommand,
  mergeReopenCommand,
  mergeShowCommand,
  mergeStepCommand,
} from "../commands/merge-files.ts";
import { mergeResolveCommand } from "../commands/merge-resolve.ts";
import { mergeDecideRowsCommand, mergeRowsCommand } from "../commands/merge-rows.ts";
import {
  mergeAbandonCommand,
  mergeCompleteCommand,
  mergeListCommand,
  mergePreviewCommand,
  mergeRestoreCommand,
  mergeStartCommand,
} from "../commands/merges.ts";
import {
  mountAddCommand,
  mountLsCommand,
  mountMkdirCommand,
  mountMvCommand,
  mountReadCommand,
  mountRevertCommand,
  mountRmCommand,
  mountWriteCommand,
} from "../commands/mount-files.ts";
import {
  captureCommand,
  mountPushCommand,
  mountPushPreviewCommand,
  mountRebaseCommand,
  mountSnapshotCommand,
} from "../commands/mount-moves.ts";
import {
  mountDiscardCommand,
  mountListCommand,
  mountOpenCommand,
  mountRenameCommand,
  mountRestoreCommand,
} from "../commands/mounts.ts";
import { preflightCommand } from "../commands/preflight.ts";
import { previewCommand, readCommand } from "../commands/preview.ts";
import { pullCommand } from "../commands/pull.ts";
import { pushCommand } from "../commands/push.ts";
import { repairCommand } from "../commands/repair.ts";
import { resetCommand } from "../commands/reset.ts";
import { retentionPreviewCommand, retentionSetCommand, retentionShowCommand } from "../commands/retention.ts";
import { scrubCommand } from "../commands/scrub.ts";
import {
  spaceCommand,
  spaceFoldersCommand,
  spaceMovesCommand,
  spaceSimulateCommand,
} from "../commands/space.ts";
import { sqliteRowsCommand, sqliteTablesCommand } from "../commands/sqlite.ts";
import { sqliteChangesCommand, sqliteCompareCommand } from "../commands/sqlite-changes.ts";
import { initCommand, recoverCommand, statusCommand } from "../commands/store.ts";
import { storeDeleteOldCommand, storeMoveCommand, storeOldCommand } from "../commands/store-moves.ts";
import { treeCommand } from "../commands/tree.ts";
import { redoCommand, undoCommand, undoPreviewCommand } from "../commands/undo.ts";
import { verifyCommand } from "../commands/verify.ts";

const commands = [
  preflightCommand,
  historyCommand,
  findCommand,
  changesCommand,
  previewCommand,
  readCommand,
  sqliteTablesCommand,
  sqliteRowsCommand,
  sqliteCompareCommand,
  sqliteChangesCommand,
  pushCommand,
  pullCommand,
  resetCommand,
  undoCommand,
  redoCommand,
  undoPreviewCommand,
  labelFolderCommand,
  statusCommand,
  importCommand,
  importTarCommand,
  exportCommand,
  labelsCommand,
  logCommand,
  treeCommand,
  catCommand,
  diffCommand,
  mergeCommand,
  mergeStartCommand,
  mergeListCommand,
  mergeShowCommand,
  mergeFileCommand,
  mergeStepCommand,
  mergeResolveCommand,
  mergeDecideCommand,
  mergeReopenCommand,
  mergeRowsCommand,
  mergeDecideRowsCommand,
  mergeCheckCommand,
  mergePreviewCommand,
  mergeCompleteCommand,
  mergeAbandonCommand,
  mergeRestoreCommand,
  captureCommand,
  mountOpenCommand,
  mountListCommand,
  mountLsCommand,
  mountReadCommand,
  mountWriteCommand,
  mountMkdirCommand,
  mountRmCommand,
  mountMvCommand,
  mountAddCommand,
  mountRevertCommand,
  mountSnapshotCommand,
  mountPushCommand,
  mountPushPreviewCommand,
  mountRebaseCommand,
  mountRenameCommand,
  mountDiscardCommand,
  mountRestoreCommand,
  labelCreateCommand,
  labelSetCommand,
  labelRenameCommand,
  labelDescribeCommand,
  labelDeleteCommand,
  labelRestoreCommand,
  labelPinCommand,
  labelProtectCommand,
  labelIgnoreCommand,
  moveKeepCommand,
  moveReleaseCommand,
  retentionShowCommand,
  retentionSetCommand,
  retentionPreviewCommand,
  initCommand,
  verifyCommand,
  repairCommand,
  scrubCommand,
  gcCommand,
  gcAutomaticCommand,
  spaceCommand,
  spaceMovesCommand,
  spaceFoldersCommand,
  spaceSimulateCommand,
  recoverCommand,
  storeMoveCommand,
  storeOldCommand,
  storeDeleteOldCommand,
] as const;

/** Every command by its name. */
export type Registry = { readonly [C in (typeof commands)[number] as C["name"]]: C };
/** The name of a command. */
export type CommandName = keyof Registry;

/** Everything that Strata can be asked to do: the one table that each surface is an adapter of. */
export const registry = Object.fromEntries(commands.map((command) => [command.name, command])) as Registry;
