import { FolderOpen } from "lucide-react";
import { Button } from "../../components/button.tsx";
import { attempt } from "../../model/attempt.ts";
import { useImports } from "../../model/import/imports.ts";
import type { Undoing } from "../../model/import/plan.ts";
import { startImport } from "../../model/import/start.ts";
import { takeImport } from "../../model/import/take.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { ClosingModal } from "../../shared/forms/closing-modal.tsx";
import { PathList } from "../../shared/forms/path-list.tsx";
import { useDialog, useDialogs } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";
import { WouldUndoDialog } from "./would-undo-dialog.tsx";

const words = text.importing.failed;
/** Errors about the chosen paths: choosing others may help. */
const ITS_PATHS: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "NothingToImport", "StoreInFolder"]);

/** Explains why an import failed, and how to go on. */
export function FailedDialog() {
  const open = useDialog("import-failed");
  const failed = useImports((state) => state.failed);
  const { close } = useDialogs.getState();
  if (open === null || failed === null) return null;
  const { plan, error } = failed;
  if (error.code === "WouldUndo") {
    // The error's data has the form of a preflight's `undoing`.
    return <WouldUndoDialog plan={plan} undoing={error.data as unknown as Undoing} />;
  }
  const { label, paths } = plan.input;
  const retry = () => {
    close();
    attempt(takeImport(plan));
  };
  const override = () => {
    close();
    attempt(takeImport({ ...plan, input: { ...plan.input, override: true } }));
  };
  const choose = () => {
    close();
    attempt(startImport(undefined, plan.isNew ? undefined : label));
  };
  return (
    <ClosingModal title={words.title(label)} onClose={close}>
      <ErrorPanel error={error} onRetry={retry}>
        {error.code === "LabelProtected" && (
          <Button variant="danger" onClick={override}>
            {text.labels.protection.override(text.importing.take)}
          </Button>
        )}
        {ITS_PATHS.has(error.code) && (
          <Button icon={<FolderOpen size={14} />} onClick={choose}>
            {words.choose}
          </Button>
        )}
      </ErrorPanel>
      {paths.length > 1 && (
        <PathList
          title={text.importing.several(paths.length)}
          rows={paths.map((path) => ({ path }))}
          count={paths.length}
        />
      )}
    </ClosingModal>
  );
}
