import type { CliCommand } from "./cli-command.ts";
import { catCli } from "./commands/cat.ts";
import { diffCli } from "./commands/diff.ts";
import { exportCli } from "./commands/export.ts";
import { findCli } from "./commands/find.ts";
import { importCli } from "./commands/import.ts";
import {
  labelCreateCli,
  labelDeleteCli,
  labelDescribeCli,
  labelFolderCli,
  labelIgnoreCli,
  labelPinCli,
  labelRenameCli,
  labelRestoreCli,
  labelUnpinCli,
} from "./commands/label.ts";
import { labelsCli } from "./commands/labels.ts";
import { logCli } from "./commands/log.ts";
import { preflightCli } from "./commands/preflight.ts";
import { resetCli } from "./commands/reset.ts";
import { initCli, recoverCli, statusCli, verifyCli } from "./commands/store.ts";
import { treeCli } from "./commands/tree.ts";

/** Every command of the command line, in the order of the help. */
export const cliCommands: readonly CliCommand[] = [
  importCli,
  preflightCli,
  exportCli,
  resetCli,
  labelsCli,
  logCli,
  treeCli,
  findCli,
  catCli,
  diffCli,
  labelCreateCli,
  labelRenameCli,
  labelDescribeCli,
  labelDeleteCli,
  labelRestoreCli,
  labelPinCli,
  labelUnpinCli,
  labelIgnoreCli,
  labelFolderCli,
  initCli,
  statusCli,
  verifyCli,
  recoverCli,
];
