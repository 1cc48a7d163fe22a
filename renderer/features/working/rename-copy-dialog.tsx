import { useQuery } from "@tanstack/react-query";
import { ask } from "../../api/bridge.ts";
import { type Mount, mountsQuery } from "../../api/mounts.ts";
import { mountsChanged } from "../../api/stale.ts";
import { flushDrafts } from "../../model/working/drafts.ts";
import { NameModal } from "../../shared/forms/name-modal.tsx";
import { useDialog } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";

const words = text.working;

/** Renames a working copy. */
export function RenameCopyDialog() {
  const request = useDialog("rename-copy");
  const { data: mounts } = useQuery(mountsQuery());
  const mount = mounts?.find(({ id }) => id === request?.mount);
  return mount && <Rename mount={mount} />;
}

function Rename({ mount: { id, name: before } }: { readonly mount: Mount }) {
  return (
    <NameModal
      title={words.renameCopyTitle(before)}
      about={words.renameCopyAbout}
      submit={words.renameCopyDo}
      before={before}
      onName={async (name) => {
        await flushDrafts(id);
        await ask("mount.rename", { mount: before, to: name });
        void mountsChanged();
      }}
    />
  );
}
