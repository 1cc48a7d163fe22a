import { useMutation, useQuery } from "@tanstack/react-query";
import { ArrowLeft, Eraser, HardDrive } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { type AppError, asAppError, ask } from "../../api/bridge.ts";
import { storageChanged } from "../../api/stale.ts";
import { type Space, spaceQuery } from "../../api/storage.ts";
import { useWritable } from "../../api/writable.ts";
import { Button, IconButton } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { CheckField } from "../../components/field.tsx";
import { ProgressBar } from "../../components/progress-bar.tsx";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { useDialogs } from "../../state/dialogs.ts";
import { registerPane } from "../../state/focus.ts";
import { useStorageView } from "../../state/storage-view.ts";
import { useUndoOwner } from "../../state/undo-owner.ts";
import { text } from "../../strings/index.ts";
import { Figures } from "./figures.tsx";
import { Growth } from "./growth.tsx";
import { Place } from "./place.tsx";
import { Simulator } from "./simulator.tsx";
import styles from "./storage.module.css";
import { Takes } from "./takes.tsx";

const words = text.space;

/** What takes the space of the store, what a retention would free, and freeing it. */
export function StorageScreen({ folder }: { readonly folder: string }) {
  const { data: space, error, refetch } = useQuery(spaceQuery());
  const canWrite = useWritable();
  const screen = useRef<HTMLElement>(null);
  const { close } = useStorageView.getState();
  useEffect(() => {
    screen.current?.focus();
    return registerPane("storage", () => screen.current?.focus());
  }, []);
  // Labels are out of sight.
  useEffect(() => useUndoOwner.getState().own({ undo: () => undefined, redo: () => undefined }), []);
  const leave = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.defaultPrevented && useDialogs.getState().open === null) close();
  };
  return (
    <section
      ref={screen}
      className={styles.screen}
      aria-label={words.title}
      data-screen="storage"
      data-pane="storage"
      tabIndex={-1}
      onKeyDown={leave}
    >
      <header className={styles.header}>
        <IconButton label={words.back} icon={<ArrowLeft size={16} />} onClick={close} />
        <h2>{words.title}</h2>
        <Button
          variant="primary"
          icon={<Eraser size={14} />}
          disabled={!canWrite}
          onClick={() => useDialogs.getState().show({ name: "free-space", deletedToo: false })}
        >
          {words.free}
        </Button>
      </header>
      <div className={styles.body}>
        {error && <ErrorPanel error={asAppError(error)} onRetry={() => void refetch()} />}
        {space === undefined && error === null && (
          <div className={styles.looking} role="status">
            <p>{words.looking}</p>
            <ProgressBar label={words.looking} value={undefined} />
          </div>
        )}
        {space && <Content space={space} canWrite={canWrite} />}
        <Place folder={folder} canWrite={canWrite} />
      </div>
    </section>
  );
}

function Content({ space, canWrite }: { readonly space: Space; readonly canWrite: boolean }) {
  if (space.total === 0) {
    return (
      <EmptyState icon={<HardDrive size={32} />} title={words.empty}>
        {words.emptyAbout}
      </EmptyState>
    );
  }
  return (
    <>
      <Figures space={space} />
      <Automatic isOn={space.automatic} canWrite={canWrite} />
      <Takes space={space} />
      <Growth growth={space.growth} />
      <Simulator labels={space.labels} canWrite={canWrite} />
    </>
  );
}

function Automatic({ isOn, canWrite }: { readonly isOn: boolean; readonly canWrite: boolean }) {
  const turn = useMutation<unknown, AppError, boolean>({
    mutationFn: (on) => ask("gc.automatic", { on }),
    onSuccess: storageChanged,
  });
  return (
    <div>
      <CheckField
        label={words.automatic}
        checked={turn.isPending ? turn.variables : isOn}
        disabled={!canWrite}
        onChange={(checked) => turn.mutate(checked)}
      />
      <p className="muted">{words.automaticAbout}</p>
      {turn.error && <ErrorPanel error={turn.error} />}
    </div>
  );
}
