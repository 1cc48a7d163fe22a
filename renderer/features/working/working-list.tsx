import { useQuery } from "@tanstack/react-query";
import { Ellipsis, RotateCcw } from "lucide-react";
import type { KeyboardEvent } from "react";
import { type Mount, mountsQuery } from "../../api/mounts.ts";
import { useWritable } from "../../api/writable.ts";
import { IconButton } from "../../components/button.tsx";
import { count } from "../../components/format.ts";
import { LabelDot } from "../../components/label-dot.tsx";
import { type MenuEntry, WithContextMenu, WithMenu } from "../../components/menu.tsx";
import { menuAtRow } from "../../components/menu-at-row.ts";
import { VirtualList } from "../../components/virtual-list.tsx";
import { discardCopy, restoreCopy, showCopy } from "../../model/working/copies.ts";
import { ChangeBadge } from "../../shared/rows/change-badge.tsx";
import { useDialogs } from "../../state/dialogs.ts";
import { focusPane } from "../../state/focus.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";
import { copyMenu } from "./copy-menu.tsx";
import styles from "./working-list.module.css";

const words = text.working;
const ROW = 28;
/** The most rows in view at once. */
const SHOWN = 6;

/** The working copies that are open, below the labels; nothing while there are none, and none to bring back. */
export function WorkingList() {
  const { data: mounts = [] } = useQuery(mountsQuery());
  const canWrite = useWritable();
  const open = mounts.filter(({ discarded }) => discarded === null);
  const discarded = mounts.filter((mount) => mount.discarded !== null);
  if (mounts.length === 0) return null;
  return (
    <section className={styles.section} aria-label={words.title} data-screen="working-list">
      <div className={styles.title}>
        <h2>{words.title}</h2>
        <span className={`mono ${styles.total}`}>{count(open.length)}</span>
        <WithMenu items={() => discardedEntries(discarded)}>
          <IconButton
            label={words.discarded}
            icon={<Ellipsis size={16} />}
            disabled={discarded.length === 0 || !canWrite}
          />
        </WithMenu>
      </div>
      {open.length > 0 && <Rows mounts={open} canWrite={canWrite} />}
    </section>
  );
}

function Rows({ mounts, canWrite }: { readonly mounts: readonly Mount[]; readonly canWrite: boolean }) {
  const chosen = useSelection((state) => state.mount);
  const row = mounts.findIndex(({ id }) => id === chosen);
  const choose = (index: number) => {
    const mount = mounts[index];
    if (mount !== undefined) showCopy(mount.id);
  };
  const onKey = ({ key }: KeyboardEvent, index: number) => {
    const mount = mounts[index];
    if (mount === undefined || !canWrite) return false;
    if (key === "F2") useDialogs.getState().show({ name: "rename-copy", mount: mount.id });
    else if (key === "Delete" || key === "Backspace") void discardCopy(mount);
    else return false;
    return true;
  };
  const menu = () => {
    const mount = mounts[row];
    return mount === undefined ? [] : copyMenu(mount, canWrite);
  };
  return (
    <WithContextMenu items={menu}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the rows are what is interactive in it. */}
      <div
        className={styles.rows}
        style={{ height: ROW * Math.min(SHOWN, mounts.length) }}
        onContextMenu={menuAtRow}
      >
        <VirtualList
          label={words.list}
          count={mounts.length}
          rowHeight={ROW}
          selected={row}
          onSelect={choose}
          onOpen={() => focusPane("history")}
          onKey={onKey}
          rowProps={(index) => ({ "data-mount": mounts[index]?.name })}
          renderRow={(index) => {
            const mount = mounts[index];
            return mount && <CopyRow mount={mount} />;
          }}
        />
      </div>
    </WithContextMenu>
  );
}

function CopyRow({ mount: { name, label, base } }: { readonly mount: Mount }) {
  return (
    <div
      className={styles.row}
      title={label === null ? words.ofSnapshot(base.slice(0, 10)) : words.ofLabel(label)}
    >
      <LabelDot name={label ?? base} />
      <span className={`ellipsis ${styles.name}`}>{name}</span>
      <ChangeBadge mount={name} />
    </div>
  );
}

function discardedEntries(discarded: readonly Mount[]): readonly MenuEntry[] {
  return [...discarded].reverse().map(({ id, name }) => ({
    text: words.bringBackCopy(name),
    icon: <RotateCcw size={14} />,
    run: () => void restoreCopy(id, name),
  }));
}
