import { PickSideDialog } from "../features/compare/pick-side-dialog.tsx";
import { ExportDialog } from "../features/export/export-dialog.tsx";
import { LeftOutDialog } from "../features/export/left-out-dialog.tsx";
import { RestoreDialog } from "../features/export/restore-dialog.tsx";
import { DescribeDialog } from "../features/labels/describe-dialog.tsx";
import { RenameDialog } from "../features/labels/rename-dialog.tsx";
import { RetentionDialog } from "../features/labels/retention-dialog.tsx";
import { SourcesDialog } from "../features/labels/sources-dialog.tsx";
import { StartDialog } from "../features/labels/start-dialog.tsx";
import { CombineDialog } from "../features/merge/combine/combine-dialog.tsx";
import { IntoDialog } from "../features/merge/into-dialog.tsx";
import { KeepBothDialog } from "../features/merge/keep-both-dialog.tsx";
import { DecideManyDialog } from "../features/merge/rules/decide-many-dialog.tsx";
import { DeleteOldDialog } from "../features/storage/delete-old-dialog.tsx";
import { FreeSpaceDialog } from "../features/storage/free-space-dialog.tsx";
import { MoveDialog } from "../features/storage/move-dialog.tsx";
import { VerifyDialog } from "../features/storage/verify/verify-dialog.tsx";
import { PathDialog } from "../features/working/path-dialog.tsx";
import { PushDialog } from "../features/working/push-dialog.tsx";
import { RenameCopyDialog } from "../features/working/rename-copy-dialog.tsx";
import { ProtectedDialog } from "./protected-dialog.tsx";

/** The dialogs that any screen may open, by the store of what is open. */
export function Dialogs() {
  return (
    <>
      <ExportDialog />
      <RestoreDialog />
      <LeftOutDialog />
      <RenameDialog />
      <DescribeDialog />
      <SourcesDialog />
      <RetentionDialog />
      <StartDialog />
      <PathDialog />
      <RenameCopyDialog />
      <PushDialog />
      <DecideManyDialog />
      <KeepBothDialog />
      <CombineDialog />
      <IntoDialog />
      <PickSideDialog />
      <ProtectedDialog />
      <VerifyDialog />
      <FreeSpaceDialog />
      <MoveDialog />
      <DeleteOldDialog />
    </>
  );
}
