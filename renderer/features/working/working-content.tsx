import { useQuery } from "@tanstack/react-query";
import { ArrowUpFromLine } from "lucide-react";
import { Tabs } from "radix-ui";
import { useEffect } from "react";
import type { Mount, MountState } from "../../api/mounts.ts";
import { changesQuery } from "../../api/queries.ts";
import { useWritable } from "../../api/writable.ts";
import { Ago } from "../../components/ago.tsx";
import { Button } from "../../components/button.tsx";
import snapshot from "../../components/content-pane.module.css";
import { Counts } from "../../components/counts.tsx";
import pane from "../../components/pane-header.module.css";
import { attempt } from "../../model/attempt.ts";
import { startMountMerge } from "../../model/merge/merges.ts";
import { flushDrafts } from "../../model/working/drafts.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";
import { MovedNote } from "./moved-note.tsx";
import { SaveState } from "./save-state.tsx";
import { useWorking } from "./use-working.ts";
import styles from "./working.module.css";
import { WorkingChanges } from "./working-changes.tsx";
import { WorkingFile } from "./working-file.tsx";

const words = text.working;

/** The right of the window while a working copy is shown: the chosen file, or all that changed, and the way to push it. */
export function WorkingContent() {
  const working = useWorking();
  // The state of the save is out of sight from here on.
  useEffect(() => () => void flushDrafts(), []);
  if (working === undefined || working.mount.discarded !== null) return null;
  const { mount, state } = working;
  return (
    <div className={snapshot.snapshot} data-screen="working">
      <Header mount={mount} />
      {state && (
        <MovedNote
          mount={mount}
          state={state}
          className={styles.strip}
          onBringIn={() => useDialogs.getState().show({ name: "push", mount: mount.id, rebase: true })}
          onMerge={() => attempt(startMountMerge(mount))}
        />
      )}
      {state && <Views mount={mount} state={state} />}
    </div>
  );
}

function Header({ mount: { id, label, base, created } }: { readonly mount: Mount }) {
  const canWrite = useWritable();
  return (
    <header className={pane.header}>
      <h2 className={`${pane.title} ellipsis`}>
        {label === null ? words.ofSnapshot(base.slice(0, 10)) : words.ofLabel(label)}
      </h2>
      <span className="muted ellipsis">
        {words.opened} <Ago at={created} />
      </span>
      <div className={snapshot.actions}>
        <SaveState mount={id} />
        <Button
          variant="primary"
          icon={<ArrowUpFromLine size={14} />}
          disabled={!canWrite}
          onClick={() => useDialogs.getState().show({ name: "push", mount: id })}
        >
          {words.push}
        </Button>
      </div>
    </header>
  );
}

interface ViewsProps {
  readonly mount: Mount;
  readonly state: MountState;
}

function Views({ mount, state }: ViewsProps) {
  const tab = useSelection((selection) => selection.tab);
  const { base, ca_id: now } = state;
  const { data } = useQuery({
    ...changesQuery(base, now, "", {}, 0),
    placeholderData: (before) => before,
  });
  return (
    <Tabs.Root
      className={snapshot.views}
      value={tab === "files" ? "files" : "changes"}
      onValueChange={(next) => useSelection.getState().showTab(next === "changes" ? "changes" : "files")}
    >
      <div className={snapshot.bar}>
        <Tabs.List className={snapshot.tabs} aria-label={words.tabs}>
          <Tabs.Trigger className={snapshot.tab} value="files">
            {words.content}
          </Tabs.Trigger>
          <Tabs.Trigger className={snapshot.tab} value="changes">
            {words.changes}
          </Tabs.Trigger>
        </Tabs.List>
        {data && <Counts {...data.counts} />}
      </div>
      <Tabs.Content className={snapshot.view} value="files" tabIndex={-1} data-pane="files">
        <WorkingFile mount={mount.id} state={state} />
      </Tabs.Content>
      <Tabs.Content className={snapshot.view} value="changes" tabIndex={-1} data-pane="changes">
        <WorkingChanges mount={mount.id} state={state} />
      </Tabs.Content>
    </Tabs.Root>
  );
}
