import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { anyLabelQuery } from "../api/queries.ts";
import { FilesMenu } from "../features/files/files-menu.tsx";
import { ImportFlow } from "../features/import/import-flow.tsx";
import { InterruptedImports } from "../features/import/interrupted.tsx";
import { MergeScreen } from "../features/merge/merge-screen.tsx";
import { StorageScreen } from "../features/storage/storage-screen.tsx";
import { WorkingCommands } from "../features/working/working-commands.tsx";
import { useMergeView } from "../state/merge-view.ts";
import { useSelection } from "../state/selection.ts";
import { useStorageView } from "../state/storage-view.ts";
import { text } from "../strings/index.ts";
import { Banners } from "./banners.tsx";
import { Dialogs } from "./dialogs.tsx";
import { FirstRun } from "./first-run.tsx";
import { MenuState } from "./menu-state.tsx";
import { Opening } from "./opening.tsx";
import { PaneBoundary } from "./pane-boundary.tsx";
import { Panes } from "./panes.tsx";
import { StatusBar } from "./status-bar.tsx";
import styles from "./store-window.module.css";
import { Undo } from "./undo.tsx";

/** The window over a store that is open. */
export function StoreWindow({ folder }: { readonly folder: string }) {
  // Another store has other labels.
  useEffect(
    () => () => {
      useSelection.getState().chooseLabel(null);
      useMergeView.getState().close();
      useStorageView.getState().close();
    },
    [],
  );
  return (
    <div className={styles.window}>
      <Banners />
      <InterruptedImports />
      <Content folder={folder} />
      <StatusBar folder={folder} />
      <PaneBoundary what={text.shell.broken.flow}>
        <ImportFlow />
        <Dialogs />
        <WorkingCommands />
        <MenuState />
        <Undo />
        <FilesMenu />
      </PaneBoundary>
    </div>
  );
}

function Content({ folder }: { readonly folder: string }) {
  const { data: hasAny, isPending } = useQuery(anyLabelQuery());
  const merge = useMergeView((state) => state.merge);
  const isStorage = useStorageView((state) => state.isOpen);
  if (isPending) return <Opening />;
  if (hasAny === false) return <FirstRun />;
  return (
    <main className={styles.content}>
      <h1 className="visually-hidden">{text.shell.title}</h1>
      {isStorage ? (
        <PaneBoundary what={text.shell.broken.storage}>
          <StorageScreen folder={folder} />
        </PaneBoundary>
      ) : merge === null ? (
        <Panes folder={folder} />
      ) : (
        <PaneBoundary what={text.shell.broken.merge}>
          <MergeScreen key={merge} merge={merge} />
        </PaneBoundary>
      )}
    </main>
  );
}
