import { ProtectedDialog } from "../../shared/forms/protected-dialog.tsx";
import { DescribeDialog } from "./describe-dialog.tsx";
import { RenameDialog } from "./rename-dialog.tsx";
import { SourcesDialog } from "./sources-dialog.tsx";
import { StartDialog } from "./start-dialog.tsx";

/** The dialogs that change something about a label. */
export function LabelDialogs() {
  return (
    <>
      <RenameDialog />
      <DescribeDialog />
      <SourcesDialog />
      <StartDialog />
      <ProtectedDialog />
    </>
  );
}
