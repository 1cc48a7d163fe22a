import { FolderOpen } from "lucide-react";
import { useDeferredValue, useEffect, useMemo, useRef } from "react";
import { type Mount, type MountState, workingTreeQuery } from "../../api/mounts.ts";
import { findQuery } from "../../api/queries.ts";
import { useWritable } from "../../api/writable.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { WithContextMenu } from "../../components/menu.tsx";
import { menuAtRow } from "../../components/menu-at-row.ts";
import { TreeList, useRowChoice } from "../../components/tree-list.tsx";
import type { VirtualListHandle } from "../../components/virtual-list.tsx";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { type RowSource, type ShownRows, useRows } from "../../shared/rows/use-rows.ts";
import { focusPane, registerPane } from "../../state/focus.ts";
import { useSelection } from "../../state/selection.ts";
import { useWorkingView, viewOf } from "../../state/working-view.ts";
import { text } from "../../strings/index.ts";
import { itemKey, itemMenu } from "./item-menu.tsx";
import { dragsOf } from "./tree-drags.ts";
import styles from "./working.module.css";
import { GapRow, WorkingRow } from "./working-row.tsx";

const words = text.working;
const ORDER = { sort: "name", descending: false } as const;
const NONE: ReadonlySet<string> = new Set();

interface WorkingTreeProps {
  readonly mount: Mount;
  readonly state: MountState;
}

/** The files of a working copy, or those that match the filter. */
export function WorkingTree({ mount: { id }, state: { base, ca_id: now } }: WorkingTreeProps) {
  const expanded = useWorkingView((state) => viewOf(state, id).expanded);
  const pattern = useDeferredValue(useWorkingView((state) => viewOf(state, id).filter.trim()));
  const source = useMemo(
    (): RowSource => ({
      key: `working ${id} ${pattern}`,
      snapshot: now,
      flat: pattern !== "",
      page: (folder, page) =>
        pattern === "" ? workingTreeQuery(base, now, folder, ORDER, page) : findQuery(now, pattern, page),
    }),
    [id, base, now, pattern],
  );
  const shown = useRows(source, pattern === "" ? expanded : NONE);
  return (
    <div className={styles.list} data-takes-drops="*" {...dragsOf(id)} aria-busy={shown?.source !== source}>
      {shown?.error && (
        <div className={styles.trouble}>
          <ErrorPanel error={shown.error} />
        </div>
      )}
      {shown && !shown.error && shown.rows.count === 0 && <Nothing mount={id} flat={shown.source.flat} />}
      {shown && !shown.error && shown.rows.count > 0 && (
        <Rows key={shown.source.flat ? pattern : ""} mount={id} shown={shown} />
      )}
    </div>
  );
}

function Rows({ mount, shown }: { readonly mount: number; readonly shown: ShownRows }) {
  const { rows, source } = shown;
  const place = useWorkingView((state) => viewOf(state, mount).place);
  const { select, toggle } = useWorkingView.getState();
  const canWrite = useWritable();
  const list = useRef<VirtualListHandle>(null);
  useEffect(() => registerPane("history", () => list.current?.focus()), []);
  const [choose, awaited] = useRowChoice(rows, ({ path, type }) => {
    select(mount, { path, isFolder: type === "directory" });
    useSelection.getState().showTab("files");
  });
  const selected = awaited ?? (place === null ? -1 : rows.indexOf(place.path));
  const itemAt = (index: number) => {
    const row = index === -1 ? undefined : rows.row(index);
    return row?.kind === "item" ? row.item : undefined;
  };
  return (
    <WithContextMenu
      items={() => {
        const item = itemAt(selected);
        return item === undefined ? [] : itemMenu(mount, item, canWrite);
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the rows are what is interactive in it. */}
      <div className={styles.rows} onContextMenu={menuAtRow}>
        <TreeList
          ref={list}
          label={source.flat ? words.found : words.tree}
          shown={shown}
          flat={source.flat}
          selected={selected}
          onSelect={choose}
          onOpen={() => focusPane("files")}
          onToggle={(_folder, path) => toggle(mount, path)}
          onKey={({ key }, index) => {
            const item = canWrite ? itemAt(index) : undefined;
            return item !== undefined && itemKey(mount, item, key);
          }}
          itemProps={({ path }) => ({ draggable: canWrite, "data-drags": path })}
          Item={WorkingRow}
          Gap={GapRow}
        />
      </div>
    </WithContextMenu>
  );
}

function Nothing({ mount, flat }: { readonly mount: number; readonly flat: boolean }) {
  if (!flat) {
    return (
      <EmptyState icon={<FolderOpen size={28} />} title={words.empty}>
        {words.emptyAbout}
      </EmptyState>
    );
  }
  return (
    <EmptyState title={words.noMatch}>
      <Button onClick={() => useWorkingView.getState().filterBy(mount, "")}>{words.clearFilter}</Button>
    </EmptyState>
  );
}
