import { deleteLeftBehind, leftBehind } from "../store/left-behind.ts";
import { type Depth, type VerifyProgress, verifyStore } from "../verify/verify.ts";
import { capturePaths } from "./capture.ts";
import { collectGarbage, collectIfDue, planGarbage, setCollecting } from "./collect.ts";
import { exportSnapshot } from "./export.ts";
import { importPaths } from "./import.ts";
import { fillChanges, mendIndex } from "./index-upkeep.ts";
import { amendLabel, amendLabelSettings, forceLabel, moveLabel } from "./label-moves.ts";
import { mergeSnapshots } from "./merge.ts";
import { addToMount, changeMount } from "./mount-changes.ts";
import { flushMount } from "./mount-flush.ts";
import { discardMount, openMount, renameMount, undeleteMount } from "./mount-lives.ts";
import { pushMount } from "./mount-push.ts";
import { rebaseMount } from "./mount-rebase.ts";
import { moveStore } from "./move-store.ts";
import {
  beside,
  type CallContext,
  glance,
  long,
  type Operation,
  quick,
  type ReadingContext,
  reading,
  small,
} from "./operation.ts";
import { previewPush } from "./push-preview.ts";
import { planStoreRepair, repairStore } from "./repair.ts";
import { keepMove, setRetention } from "./retention.ts";
import { scrub, setScrubbing } from "./scrub.ts";
import { completeSession } from "./session-complete.ts";
import { decideRows } from "./session-databases.ts";
import { decideSession, reopenFile } from "./session-decisions.ts";
import { endSession, restoreSession } from "./session-lives.ts";
import { previewSession } from "./session-preview.ts";
import { startSession, updateSession } from "./session-start.ts";
import { stepSession } from "./session-steps.ts";
import { spaceOfFolders, spaceOfMoves, spaceOfStore, tryRetention } from "./space.ts";
import { abortTar, beginTar, endTar, feedTar } from "./tar-uploads.ts";
import { beginUpload, endUpload, feedUpload } from "./uploads.ts";

/** All operations of the store's thread, by name. */
export const operations = {
  open: quick((_, __: undefined, { reconciliation }) => ({ reconciliation })),
  reload: quick((_, __: undefined, context) => context.reload()),
  mendIndex: long(mendIndex),
  verify: reading((store, depth: Depth | undefined, context: ReadingContext<VerifyProgress>) =>
    verifyStore(store, { ...context, depth }),
  ),
  planRepair: reading(planStoreRepair),
  repair: long(repairStore, "repair"),
  scrub: quick(scrub),
  setScrubbing: quick(setScrubbing),
  import: long(importPaths, "import"),
  capture: long(capturePaths, "import"),
  export: reading(exportSnapshot, ({ id }) => [id]),
  merge: long(mergeSnapshots),
  closeFiles: quick(({ reader }, _: undefined) => reader.closeFiles()),
  collect: beside(collectGarbage),
  collectIfDue: beside(collectIfDue),
  moveStore: beside(moveStore),
  leftBehind: glance(({ db }, _: undefined) => Promise.resolve(leftBehind(db))),
  deleteLeftBehind: quick(({ layout, db }, _: undefined, { files }) => deleteLeftBehind(layout, db, files)),
  setCollecting: quick(setCollecting),
  planCollection: beside(planGarbage),
  space: glance(spaceOfStore),
  spaceOfMoves: glance(spaceOfMoves),
  spaceOfFolders: glance(spaceOfFolders),
  tryRetention: glance(tryRetention),
  fillChanges: long(fillChanges),
  moveLabel: small(moveLabel),
  forceLabel: small(forceLabel),
  amendLabel: small(amendLabel),
  amendLabelSettings: small(amendLabelSettings),
  keepMove: small(keepMove),
  setRetention: small(setRetention),
  openMount: quick(openMount),
  renameMount: quick(renameMount),
  discardMount: small(discardMount),
  undeleteMount: quick(undeleteMount),
  changeMount: quick(changeMount),
  addToMount: quick(addToMount),
  beginUpload: quick(beginUpload),
  feedUpload: quick(feedUpload),
  endUpload: quick(endUpload),
  beginTar: quick(beginTar),
  feedTar: quick(feedTar),
  endTar: quick(endTar),
  abortTar: quick(abortTar),
  flushMount: quick(flushMount),
  pushMount: quick(pushMount),
  rebaseMount: quick(rebaseMount),
  previewPush: glance(previewPush),
  startMerge: long(startSession),
  updateMerge: long(updateSession),
  completeMerge: long(completeSession),
  previewMerge: long(previewSession),
  stepMerge: quick(stepSession),
  decideMerge: quick(decideSession),
  decideRows: quick(decideRows),
  reopenMerge: quick(reopenFile),
  endMerge: small(endSession),
  restoreMerge: quick(restoreSession),
} satisfies Readonly<Record<string, Operation>>;

type Operations = typeof operations;
export type OperationName = keyof Operations;
type Run<N extends OperationName> = Operations[N]["run"];

export type RequestOf<N extends OperationName> = Parameters<Run<N>>[1];
export type ResultOf<N extends OperationName> = Awaited<ReturnType<Run<N>>>;
export type ProgressOf<N extends OperationName> =
  Parameters<Run<N>>[2] extends CallContext<infer Progress> ? Progress : never;
