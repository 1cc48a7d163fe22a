import { catCli } from "./commands/cat.ts";
import { completeCli, completionCli } from "./commands/completion.ts";
import { diffCli } from "./commands/diff.ts";
import { exportCli } from "./commands/export.ts";
import { findCli } from "./commands/find.ts";
import { fsLabelCli } from "./commands/fs-label.ts";
import { gcAutomaticCli, gcCli } from "./commands/gc.ts";
import { importCli } from "./commands/import.ts";
import { importTarCli } from "./commands/import-tar.ts";
import { keepCli, releaseCli } from "./commands/keep.ts";
import {
  labelCreateCli,
  labelDeleteCli,
  labelDescribeCli,
  labelFolderCli,
  labelIgnoreCli,
  labelPinCli,
  labelProtectCli,
  labelRenameCli,
  labelRestoreCli,
  labelUnpinCli,
  labelUnprotectCli,
} from "./commands/label.ts";
import { fsLsCli, labelsCli } from "./commands/labels.ts";
import { fsLogCli, logCli } from "./commands/log.ts";
import { manualCli } from "./commands/manual.ts";
import { mergeCli } from "./commands/merge.ts";
import { mergeCheckCli } from "./commands/merge-check.ts";
import {
  mergeDecideCli,
  mergeFileCli,
  mergeReopenCli,
  mergeResolveCli,
  mergeShowCli,
  mergeStepCli,
} from "./commands/merge-files.ts";
import { mergeDecideRowsCli, mergeRowsCli } from "./commands/merge-rows.ts";
import {
  mergeAbandonCli,
  mergeCompleteCli,
  mergeListCli,
  mergePreviewCli,
  mergeRestoreCli,
  mergeStartCli,
} from "./commands/merges.ts";
import {
  mountAddCli,
  mountDiscardCli,
  mountListCli,
  mountLsCli,
  mountMkdirCli,
  mountMvCli,
  mountOpenCli,
  mountReadCli,
  mountRenameCli,
  mountRestoreCli,
  mountRevertCli,
  mountRmCli,
  mountWriteCli,
} from "./commands/mount.ts";
import { captureCli, mountPushCli, mountRebaseCli, mountSnapshotCli } from "./commands/mount-moves.ts";
import { preflightCli } from "./commands/preflight.ts";
import { pullCli } from "./commands/pull.ts";
import { pushCli } from "./commands/push.ts";
import { repairCli } from "./commands/repair.ts";
import { fsResetCli, resetCli } from "./commands/reset.ts";
import { retentionCli, retentionSetCli } from "./commands/retention.ts";
import { scrubCli } from "./commands/scrub.ts";
import { serveCli } from "./commands/serve.ts";
import { spaceCli } from "./commands/space.ts";
import { initCli, recoverCli, statusCli } from "./commands/store.ts";
import { storeDeleteOldCli, storeMoveCli, storeOldCli } from "./commands/store-moves.ts";
import { treeCli } from "./commands/tree.ts";
import { redoCli, undoCli } from "./commands/undo.ts";
import { verifyCli } from "./commands/verify.ts";
import type { CliCommand, CliService } from "./shared/cli-command.ts";

/** Every command of the command line, in the order of the help. */
export const cliCommands: readonly CliCommand[] = [
  importCli,
  importTarCli,
  preflightCli,
  exportCli,
  resetCli,
  undoCli,
  redoCli,
  keepCli,
  releaseCli,
  retentionCli,
  retentionSetCli,
  labelsCli,
  logCli,
  treeCli,
  findCli,
  catCli,
  diffCli,
  fsLsCli,
  fsLogCli,
  pullCli,
  pushCli,
  fsLabelCli,
  fsResetCli,
  mergeCli,
  mergeStartCli,
  mergeListCli,
  mergeShowCli,
  mergeFileCli,
  mergeResolveCli,
  mergeStepCli,
  mergeDecideCli,
  mergeReopenCli,
  mergeRowsCli,
  mergeDecideRowsCli,
  mergeCheckCli,
  mergePreviewCli,
  mergeCompleteCli,
  mergeAbandonCli,
  mergeRestoreCli,
  mountOpenCli,
  mountListCli,
  mountLsCli,
  mountReadCli,
  mountWriteCli,
  mountMkdirCli,
  mountRmCli,
  mountMvCli,
  mountAddCli,
  mountRevertCli,
  mountSnapshotCli,
  mountPushCli,
  mountRebaseCli,
  mountRenameCli,
  mountDiscardCli,
  mountRestoreCli,
  captureCli,
  labelCreateCli,
  labelRenameCli,
  labelDescribeCli,
  labelDeleteCli,
  labelRestoreCli,
  labelPinCli,
  labelUnpinCli,
  labelProtectCli,
  labelUnprotectCli,
  labelIgnoreCli,
  labelFolderCli,
  initCli,
  statusCli,
  verifyCli,
  repairCli,
  scrubCli,
  spaceCli,
  gcCli,
  gcAutomaticCli,
  storeMoveCli,
  storeOldCli,
  storeDeleteOldCli,
  recoverCli,
];

/** Every command that is none of the registry's. */
export const cliServices: readonly CliService[] = [serveCli, completionCli, manualCli, completeCli];
