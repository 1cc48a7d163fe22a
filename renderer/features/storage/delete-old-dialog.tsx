import { useMutation } from "@tanstack/react-query";
import { type AppError, ask } from "../../api/bridge.ts";
import { storageChanged } from "../../api/stale.ts";
import { bytes } from "../../components/format.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { ConfirmModal } from "../../shared/forms/confirm-modal.tsx";
import { useClose, useDialog } from "../../state/dialogs.ts";
import { useNotices } from "../../state/notices.ts";
import { text } from "../../strings/index.ts";

const words = text.moving;

/** Asks whether to delete what the store left in the folder that it moved from, and does so. */
export function DeleteOldDialog() {
  const request = useDialog("delete-old");
  return request === null ? null : <DeleteOld folder={request.folder} size={bytes(request.bytes)} />;
}

function DeleteOld({ folder, size }: { readonly folder: string; readonly size: string }) {
  const close = useClose();
  const remove = useMutation<unknown, AppError>({
    mutationFn: () => ask("store.delete_old", {}),
    onSuccess() {
      useNotices.getState().tell({ kind: "done", text: words.deleted(size) });
      close();
    },
    onSettled: storageChanged,
  });
  return (
    <ConfirmModal
      title={words.deleteTitle}
      about={words.deleteAbout(size)}
      wide
      confirm={words.deleteConfirm}
      canConfirm={!remove.isPending}
      onConfirm={() => remove.mutate()}
      onCancel={close}
    >
      <p className="mono selectable">{folder}</p>
      {remove.error && <ErrorPanel error={remove.error} onRetry={() => remove.mutate()} />}
    </ConfirmModal>
  );
}
