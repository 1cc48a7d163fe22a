import { useMutation } from "@tanstack/react-query";
import { asAppError, ask, shell } from "../../api/bridge.ts";
import { labelsChanged } from "../../api/stale.ts";
import { Button } from "../../components/button.tsx";
import { Modal } from "../../components/modal.tsx";
import { attempt } from "../../model/attempt.ts";
import { snapshotNow, startImport } from "../../model/import/start.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { useClose, useDialog } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";
import styles from "./folder-gone-dialog.module.css";

const words = text.importing.now;

type Request = NonNullable<ReturnType<typeof useDialog<"folder-gone">>>;

/** Shows that a label's folder is missing, and asks for its new place. */
export function FolderGoneDialog() {
  const request = useDialog("folder-gone");
  return request && <FolderGone request={request} />;
}

function FolderGone({ request: { label, folder } }: { readonly request: Request }) {
  const close = useClose();
  const choose = useMutation({
    mutationFn: async () => {
      const [chosen] = (await shell({ do: "pick", what: "label-folder" })).paths;
      if (chosen === undefined) return;
      await ask("label.folder", { label, folder: chosen });
      void labelsChanged(label);
      close();
      await startImport([chosen], label);
    },
  });
  const again = () => {
    close();
    attempt(snapshotNow({ name: label, folder }));
  };
  return (
    <Modal
      title={words.goneTitle(label)}
      onClose={close}
      footer={
        <>
          <Button onClick={close}>{text.common.cancel}</Button>
          <Button onClick={again}>{text.errors.retry}</Button>
          <Button variant="primary" disabled={choose.isPending} onClick={() => choose.mutate()} autoFocus>
            {words.choose}
          </Button>
        </>
      }
    >
      <div className={styles.words}>
        <p className="selectable">{words.goneAbout(folder)}</p>
        <p className="muted">{words.goneNext}</p>
        {choose.error && <ErrorPanel error={asAppError(choose.error)} />}
      </div>
    </Modal>
  );
}
