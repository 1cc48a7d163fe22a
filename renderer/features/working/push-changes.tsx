import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { asAppError } from "../../api/bridge.ts";
import { changesQuery } from "../../api/queries.ts";
import { Counts } from "../../components/counts.tsx";
import { TreeList, useRowChoice } from "../../components/tree-list.tsx";
import { ChangeRow, GapRow } from "../../shared/comparison/change-row.tsx";
import { isSmall, useChangeRows } from "../../shared/comparison/use-change-rows.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { text } from "../../strings/index.ts";
import styles from "./push.module.css";

const words = text.working;
const ALL = {};
const ROW = 28;
/** The most changes in view at once. */
const SHOWN = 8;

interface PushChangesProps {
  readonly base: string;
  readonly now: string;
}

/** Shows a push's changes: the counts, and each file. */
export function PushChanges({ base, now }: PushChangesProps) {
  const { data, error } = useQuery({
    ...changesQuery(base, now, "", ALL, 0),
    placeholderData: keepPreviousData,
  });
  if (error !== null && !data) return <ErrorPanel error={asAppError(error)} />;
  if (!data) return <div className={styles.changes} aria-busy />;
  if (data.total === 0)
    return (
      <p className="muted">
        {words.nothingToPush}. {words.nothingToPushAbout}
      </p>
    );
  return (
    <section aria-label={words.whatChanges}>
      <p className={styles.heading}>
        <span>{words.whatChanges}</span>
        <Counts {...data.counts} />
      </p>
      <Rows base={base} now={now} small={isSmall(data)} />
    </section>
  );
}

function Rows({ base, now, small }: PushChangesProps & { readonly small: boolean }) {
  const comparison = useMemo(() => ({ from: base, to: now, filter: ALL }), [base, now]);
  const changes = useChangeRows(comparison, small);
  const [selected, select] = useState("");
  const [choose] = useRowChoice(changes.rows, ({ path }) => select(path));
  return (
    <div className={styles.changes} style={{ height: ROW * Math.min(SHOWN, changes.rows.count) + 2 }}>
      <TreeList
        ref={null}
        label={words.whatChanges}
        shown={changes}
        flat={false}
        selected={changes.rows.indexOf(selected)}
        onSelect={choose}
        onOpen={() => undefined}
        onToggle={(_folder, path) => changes.toggle(path)}
        Item={ChangeRow}
        Gap={GapRow}
      />
    </div>
  );
}
