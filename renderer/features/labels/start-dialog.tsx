import { useState } from "react";
import { ask } from "../../api/bridge.ts";
import { labelsChanged } from "../../api/stale.ts";
import { TextArea } from "../../components/field.tsx";
import { NameModal } from "../../shared/forms/name-modal.tsx";
import { useDialog } from "../../state/dialogs.ts";
import { useNotices } from "../../state/notices.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";

const words = text.labels;

/** Starts a label at a snapshot. */
export function StartDialog() {
  const request = useDialog("start-label");
  return request && <Start snapshot={request.snapshot} from={request.from} />;
}

function Start({ snapshot, from }: { readonly snapshot: string; readonly from: string }) {
  const [description, setDescription] = useState("");
  return (
    <NameModal
      title={words.startTitle}
      about={words.startAbout(from)}
      submit={words.startDo}
      onName={async (name) => {
        await ask("label.create", { label: name, ref: snapshot });
        if (description.trim() !== "")
          await ask("label.describe", { label: name, description: description.trim() });
        useSelection.getState().chooseLabel(name);
        useNotices.getState().tell({ kind: "done", text: words.started(name) });
        void labelsChanged(name);
      }}
    >
      <TextArea
        label={words.description}
        hint={words.descriptionHint}
        rows={3}
        value={description}
        onChange={setDescription}
      />
    </NameModal>
  );
}
