import { ArchiveRestore, ArrowUpToLine, Copy, Ellipsis, SquarePen, Tag, Undo2, Upload } from "lucide-react";
import { shell } from "../api/bridge.ts";
import type { Chosen } from "../api/chosen.ts";
import { useWritable } from "../api/writable.ts";
import { Button, IconButton } from "../components/button.tsx";
import styles from "../components/content-pane.module.css";
import { shortTime } from "../components/format.ts";
import { LabelDot } from "../components/label-dot.tsx";
import { type MenuEntry, WithMenu } from "../components/menu.tsx";
import pane from "../components/pane-header.module.css";
import {
  editSnapshot,
  exportSnapshot,
  resetTo,
  restoreFiles,
  startLabel,
} from "../model/snapshots/actions.ts";
import { useSelection } from "../state/selection.ts";
import { text } from "../strings/index.ts";

const words = text.shell.snapshot;

/** Names the shown snapshot, with its actions. */
export function SnapshotHeader({
  label,
  chosen,
}: {
  readonly label: string;
  readonly chosen: Chosen | null;
}) {
  const canWrite = useWritable();
  return (
    <header className={pane.header}>
      <LabelDot name={label} />
      <Which chosen={chosen} />
      <div className={styles.actions}>
        {chosen?.to && !chosen.isHead && (
          <Button
            className={styles.reset ?? ""}
            icon={<Undo2 size={14} />}
            aria-label={words.reset}
            title={words.resetTip}
            disabled={!canWrite}
            onClick={() => resetTo(chosen)}
          >
            {words.reset}
          </Button>
        )}
        <IconButton
          label={text.working.open}
          icon={<SquarePen size={16} />}
          disabled={!chosen?.to || !canWrite}
          onClick={() => chosen && editSnapshot(chosen)}
        />
        <IconButton
          label={words.startLabel}
          icon={<Tag size={16} />}
          disabled={!chosen?.to || !canWrite}
          onClick={() => chosen && startLabel(chosen)}
        />
        <IconButton
          label={words.export}
          icon={<Upload size={16} />}
          disabled={!chosen?.to}
          onClick={() => chosen && exportSnapshot(chosen)}
        />
        <WithMenu items={() => (chosen ? entriesFor(chosen, canWrite) : [])}>
          <IconButton label={words.more} icon={<Ellipsis size={16} />} disabled={!chosen?.to} />
        </WithMenu>
      </div>
    </header>
  );
}

/** The label is named beside it already: here is which moment of it. */
function Which({ chosen }: { readonly chosen: Chosen | null }) {
  if (chosen === null) return <h2 className={pane.title}>{words.snapshot}</h2>;
  const { isHead, to, at } = chosen;
  if (to === null) return <h2 className={pane.title}>{words.deletedLabel}</h2>;
  const name = isHead ? words.latest : words.from(shortTime(at));
  return (
    <>
      <h2 className={`${pane.title} ellipsis`} title={isHead ? words.latestTip : name}>
        {name}
      </h2>
      {!isHead && (
        <span className={styles.badge} title={words.earlierTip}>
          {words.earlier}
        </span>
      )}
    </>
  );
}

function entriesFor(chosen: Chosen, canWrite: boolean): readonly MenuEntry[] {
  const { to, isHead } = chosen;
  if (to === null) return [];
  return [
    {
      text: words.reset,
      icon: <Undo2 size={14} />,
      disabled: isHead || !canWrite,
      run: () => resetTo(chosen),
    },
    {
      text: text.working.open,
      icon: <SquarePen size={14} />,
      disabled: !canWrite,
      run: () => editSnapshot(chosen),
    },
    { text: words.restoreFiles, icon: <ArchiveRestore size={14} />, run: () => restoreFiles(chosen) },
    {
      text: words.startLabel,
      icon: <Tag size={14} />,
      disabled: !canWrite,
      run: () => startLabel(chosen),
    },
    { text: words.export, icon: <Upload size={14} />, run: () => exportSnapshot(chosen) },
    "separator",
    {
      text: words.showLatest,
      icon: <ArrowUpToLine size={14} />,
      disabled: isHead,
      run: () => useSelection.getState().chooseMove(null),
    },
    { text: words.copyId, icon: <Copy size={14} />, run: () => void shell({ do: "copy", text: to }) },
  ];
}
