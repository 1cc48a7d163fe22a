import { ArrowDownAZ, Clock, Ellipsis, FileInput, FolderInput, Plus, Trash2 } from "lucide-react";
import type { Ref } from "react";
import { useWritable } from "../../api/writable.ts";
import { IconButton } from "../../components/button.tsx";
import { SearchField } from "../../components/field.tsx";
import { count } from "../../components/format.ts";
import { type MenuEntry, WithMenu } from "../../components/menu.tsx";
import { attempt } from "../../model/attempt.ts";
import { startFileImport, startImport } from "../../model/import/start.ts";
import { useLabelsView } from "../../state/labels-view.ts";
import { text } from "../../strings/index.ts";
import styles from "./labels.module.css";

const words = text.labels;

interface LabelsHeaderProps {
  /** The number of listed labels; null while it is unknown. */
  readonly total: number | null;
  readonly chosen: string | null;
  /** The menu of the selected label. */
  readonly entries: () => readonly MenuEntry[];
  readonly field: Ref<HTMLInputElement>;
  /** Called by the key that goes from the field down into the list. */
  readonly onLeave: () => void;
}

/** Above the labels: how many, what can be done, and which of them are listed in what order. */
export function LabelsHeader({ total, chosen, entries, field, onLeave }: LabelsHeaderProps) {
  const { filter, sort, deleted, setFilter, turnSort, turnDeleted } = useLabelsView();
  const canWrite = useWritable();
  return (
    <header className={styles.header}>
      <div className={styles.title}>
        <h2>{words.title}</h2>
        <span className={`mono ${styles.total}`}>{total === null ? "" : count(total)}</span>
        <WithMenu items={() => ADD}>
          <IconButton label={words.add} icon={<Plus size={16} />} disabled={!canWrite} />
        </WithMenu>
        <WithMenu items={entries}>
          <IconButton
            label={chosen === null ? words.actions : words.actionsOf(chosen)}
            icon={<Ellipsis size={16} />}
            disabled={chosen === null}
          />
        </WithMenu>
      </div>
      <search
        className={styles.tools}
        aria-label={words.title}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" || !(event.target instanceof HTMLInputElement)) return;
          event.preventDefault();
          onLeave();
        }}
      >
        <SearchField ref={field} label={words.filter} value={filter} onChange={setFilter} />
        <IconButton
          label={sort === "name" ? words.sortedByName : words.sortedByRecent}
          icon={sort === "name" ? <ArrowDownAZ size={16} /> : <Clock size={16} />}
          onClick={turnSort}
        />
        <IconButton
          label={words.showDeleted}
          icon={<Trash2 size={16} />}
          aria-pressed={deleted}
          onClick={turnDeleted}
        />
      </search>
    </header>
  );
}

const ADD: readonly MenuEntry[] = [
  { text: words.addFolder, icon: <FolderInput size={14} />, run: () => attempt(startImport()) },
  { text: words.addFiles, icon: <FileInput size={14} />, run: () => attempt(startFileImport()) },
];
