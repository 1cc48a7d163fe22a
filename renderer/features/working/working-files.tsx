import { Ellipsis, FilePlus, FolderInput, FolderPlus, Import, MonitorUp, Undo2, X } from "lucide-react";
import { useRef } from "react";
import type { Mount } from "../../api/mounts.ts";
import { useWritable } from "../../api/writable.ts";
import { Button, IconButton } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SearchField } from "../../components/field.tsx";
import { count } from "../../components/format.ts";
import { LabelDot } from "../../components/label-dot.tsx";
import { type MenuEntry, WithMenu } from "../../components/menu.tsx";
import pane from "../../components/pane-header.module.css";
import { ProgressBar } from "../../components/progress-bar.tsx";
import { pickAndAdd, useAdding } from "../../model/working/adding.ts";
import { restoreCopy } from "../../model/working/copies.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { useDialogs } from "../../state/dialogs.ts";
import { useWorkingView, viewOf } from "../../state/working-view.ts";
import { text } from "../../strings/index.ts";
import { copyMenu } from "./copy-menu.tsx";
import { targetFolder } from "./item-menu.tsx";
import { useWorking } from "./use-working.ts";
import styles from "./working.module.css";
import { WorkingTree } from "./working-tree.tsx";

const words = text.working;

/** The middle of the window while a working copy is shown: its files, and what can be done with them. */
export function WorkingFiles() {
  const working = useWorking();
  if (working === undefined) return null;
  const { mount, state, error, retry } = working;
  if (mount.discarded !== null) return <Discarded mount={mount} />;
  return (
    <div className={styles.pane} data-screen="working-files">
      <Header mount={mount} />
      <Tools mount={mount} />
      {error !== null && state === undefined ? (
        <div className={styles.trouble}>
          <ErrorPanel error={error} onRetry={retry} />
        </div>
      ) : (
        state && <WorkingTree mount={mount} state={state} />
      )}
      <AddingStrip mount={mount.id} />
    </div>
  );
}

function Header({ mount }: { readonly mount: Mount }) {
  const { name, label, base } = mount;
  const canWrite = useWritable();
  return (
    <header className={pane.header}>
      <LabelDot name={label ?? base} />
      <h2
        className={`ellipsis ${pane.title}`}
        title={label === null ? words.ofSnapshot(base.slice(0, 10)) : words.ofLabel(label)}
      >
        {name}
      </h2>
      <span className={styles.badge}>{words.badge}</span>
      <span className={styles.push} />
      <WithMenu items={() => copyMenu(mount, canWrite)}>
        <IconButton label={words.more} icon={<Ellipsis size={16} />} />
      </WithMenu>
    </header>
  );
}

function Tools({ mount: { id } }: { readonly mount: Mount }) {
  const canWrite = useWritable();
  const filter = useWorkingView((state) => viewOf(state, id).filter);
  const field = useRef<HTMLInputElement>(null);
  const folder = () => targetFolder(viewOf(useWorkingView.getState(), id).place);
  const ask = (what: "new-file" | "new-folder") =>
    useDialogs.getState().show({ name: "working-path", mount: id, what, path: folder() });
  const add: readonly MenuEntry[] = [
    {
      text: words.addFiles,
      icon: <Import size={14} />,
      run: () => void pickAndAdd(id, folder(), "import-files"),
    },
    {
      text: words.addFolder,
      icon: <FolderInput size={14} />,
      run: () => void pickAndAdd(id, folder(), "import-folder"),
    },
  ];
  return (
    <div className={styles.tools}>
      <SearchField
        ref={field}
        label={words.filter}
        value={filter}
        onChange={(next) => useWorkingView.getState().filterBy(id, next)}
      />
      <IconButton
        label={words.newFile}
        icon={<FilePlus size={16} />}
        disabled={!canWrite}
        onClick={() => ask("new-file")}
      />
      <IconButton
        label={words.newFolder}
        icon={<FolderPlus size={16} />}
        disabled={!canWrite}
        onClick={() => ask("new-folder")}
      />
      <WithMenu items={() => add}>
        <IconButton label={words.add} icon={<MonitorUp size={16} />} disabled={!canWrite} />
      </WithMenu>
    </div>
  );
}

/** Shows the progress of adding files to a working copy; nothing while none are added. */
function AddingStrip({ mount }: { readonly mount: number }) {
  const adding = useAdding((state) => state.adding);
  if (adding?.mount !== mount) return null;
  const { files, filesDone, stop } = adding;
  return (
    <div className={styles.adding} role="status">
      <span className="ellipsis">
        {files === 0 ? words.addingFiles : words.adding(count(filesDone), count(files))}
      </span>
      <ProgressBar label={words.addingFiles} value={files === 0 ? undefined : filesDone / files} />
      <IconButton label={words.stopAdding} icon={<X size={14} />} onClick={stop} />
    </div>
  );
}

function Discarded({ mount: { id, name } }: { readonly mount: Mount }) {
  return (
    <EmptyState title={words.gone}>
      {words.goneAbout}
      <Button icon={<Undo2 size={14} />} onClick={() => void restoreCopy(id, name)}>
        {words.bringBack}
      </Button>
    </EmptyState>
  );
}
