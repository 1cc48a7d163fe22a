import { useQuery } from "@tanstack/react-query";
import { ask } from "../../api/bridge.ts";
import { labelQuery } from "../../api/queries.ts";
import { labelsChanged } from "../../api/stale.ts";
import { NameModal } from "../../shared/forms/name-modal.tsx";
import { ProtectedNote } from "../../shared/forms/protected-note.tsx";
import { useDialog } from "../../state/dialogs.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";

const words = text.labels;

/** Renames a label. */
export function RenameDialog() {
  const request = useDialog("rename-label");
  return request && <Rename label={request.label} />;
}

function Rename({ label }: { readonly label: string }) {
  const isProtected = useQuery(labelQuery(label)).data?.protected ?? false;
  return (
    <NameModal
      title={words.renameTitle(label)}
      about={words.renameAbout}
      submit={isProtected ? words.protection.override(words.renameDo) : words.renameDo}
      danger={isProtected}
      before={label}
      onName={async (name) => {
        await ask("label.rename", { label, to: name, override: isProtected });
        useSelection.getState().renamed(label, name);
        void labelsChanged(label, name);
      }}
    >
      {isProtected && <ProtectedNote label={label} />}
    </NameModal>
  );
}
