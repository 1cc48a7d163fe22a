import { History, Trash2 } from "lucide-react";
import { Tabs } from "radix-ui";
import { useEffect } from "react";
import { onAppEvent } from "../api/bridge.ts";
import { type Chosen, useChosen } from "../api/chosen.ts";
import { Ago } from "../components/ago.tsx";
import styles from "../components/content-pane.module.css";
import { EmptyState } from "../components/empty-state.tsx";
import { Changes } from "../features/compare/changes.tsx";
import { Compare } from "../features/compare/compare.tsx";
import { Files } from "../features/files/files.tsx";
import { exportSnapshot, restoreFiles } from "../model/snapshots/actions.ts";
import { CopyId } from "../shared/copy-id.tsx";
import { useDialogs } from "../state/dialogs.ts";
import { useSelection } from "../state/selection.ts";
import { text } from "../strings/index.ts";
import { SnapshotHeader } from "./snapshot-header.tsx";

const words = text.shell.snapshot;

/** The right of the window: the chosen snapshot, as its files or as what it changed. */
export function Snapshot() {
  const label = useSelection((state) => state.label);
  const chosen = useChosen();
  useMenuCommands(chosen);
  if (label === null) {
    return (
      <EmptyState icon={<History size={32} />} title={words.none}>
        {words.noneAbout}
      </EmptyState>
    );
  }
  return (
    <div className={styles.snapshot}>
      <SnapshotHeader label={label} chosen={chosen} />
      <Views chosen={chosen} />
    </div>
  );
}

/** Both views of the snapshot; what they show they find out by themselves. */
function Views({ chosen }: { readonly chosen: Chosen | null }) {
  const tab = useSelection((state) => state.tab);
  const isDeleted = chosen !== null && chosen.to === null;
  return (
    <Tabs.Root
      className={styles.views}
      value={tab}
      onValueChange={(next) => useSelection.getState().showTab(next as typeof tab)}
    >
      <div className={styles.bar}>
        <Tabs.List className={styles.tabs} aria-label={words.view}>
          <Tabs.Trigger className={styles.tab} value="files">
            {words.files}
          </Tabs.Trigger>
          <Tabs.Trigger className={styles.tab} value="changes">
            {words.changes}
          </Tabs.Trigger>
          <Tabs.Trigger className={styles.tab} value="compare">
            {words.compare}
          </Tabs.Trigger>
        </Tabs.List>
        {chosen && (
          <p className={styles.facts}>
            <span className={`muted ellipsis ${styles.when}`}>
              <Ago at={chosen.at} />
            </span>
            {chosen.to && <CopyId id={chosen.to} />}
          </p>
        )}
      </div>
      <Tabs.Content className={styles.view} value="files" tabIndex={-1} data-pane="files">
        {isDeleted ? <DeletedHere /> : <Files />}
      </Tabs.Content>
      <Tabs.Content className={styles.view} value="changes" tabIndex={-1} data-pane="changes">
        {isDeleted ? <DeletedHere /> : <Changes />}
      </Tabs.Content>
      <Tabs.Content className={styles.view} value="compare" tabIndex={-1} data-pane="compare">
        <Compare />
      </Tabs.Content>
    </Tabs.Root>
  );
}

/** Runs the native menu's commands on the snapshot while no file is in sight. */
function useMenuCommands(chosen: Chosen | null): void {
  const isListed = useSelection((state) => state.tab === "files");
  useEffect(() => {
    if (isListed || chosen === null) return undefined;
    return onAppEvent((event) => {
      if (event.type !== "menu" || useDialogs.getState().open !== null) return;
      if (event.command === "export") exportSnapshot(chosen);
      if (event.command === "restore") restoreFiles(chosen);
    });
  }, [isListed, chosen]);
}

function DeletedHere() {
  return (
    <EmptyState icon={<Trash2 size={32} />} title={words.deleted}>
      {words.deletedAbout}
    </EmptyState>
  );
}
