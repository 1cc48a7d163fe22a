import { useQuery } from "@tanstack/react-query";
import { ArrowLeftRight, ArrowRight, Equal, FileDiff } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { mountsQuery } from "../../api/mounts.ts";
import type { ChangeItem } from "../../api/queries.ts";
import { Button, IconButton } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { restoreChoices } from "../../model/comparison/restore-choice.ts";
import { pickSide } from "../../model/comparison/show.ts";
import styles from "../../shared/comparison/changes.module.css";
import { FileComparison } from "../../shared/comparison/file-comparison.tsx";
import toolbar from "../../shared/comparison/toolbar.module.css";
import { type Side, useSides } from "../../state/sides.ts";
import { text } from "../../strings/index.ts";
import { SideChip } from "./side-chip.tsx";
import { SideWait } from "./side-wait.tsx";
import { type SideState, useSide } from "./use-side.ts";

/** Any snapshot, working copy or folder against any other. */
export function Compare() {
  const { from, to } = useSides();
  const [before, after] = [useSide(from), useSide(to)];
  return (
    <div className={styles.pane} data-screen="compare">
      <Shown from={from} to={to} before={before} after={after} />
    </div>
  );
}

interface ShownProps {
  readonly from: Side | null;
  readonly to: Side | null;
  readonly before: SideState;
  readonly after: SideState;
}

function Shown({ from, to, before, after }: ShownProps) {
  const { data: mounts } = useQuery(mountsQuery());
  const open = useMemo(() => (mounts ?? []).filter(({ discarded }) => discarded === null), [mounts]);
  if (from === null || to === null) {
    return (
      <Alone>
        <EmptyState icon={<FileDiff size={28} />} title={text.compare.pick.title}>
          {text.compare.pick.about}
          <Button variant="primary" onClick={() => pickSide(from === null ? "from" : "to")}>
            {text.compare.pick.choose}
          </Button>
        </EmptyState>
      </Alone>
    );
  }
  const waiting = before.snapshot === undefined ? before : after.snapshot === undefined ? after : null;
  if (waiting !== null || before.snapshot === undefined || after.snapshot === undefined) {
    return (
      <Alone>
        <SideWait side={waiting === before ? from : to} state={waiting ?? before} />
      </Alone>
    );
  }
  if (before.snapshot === after.snapshot) {
    return (
      <Alone>
        <EmptyState icon={<Equal size={28} />} title={text.compare.equal}>
          {text.compare.equalAbout}
        </EmptyState>
      </Alone>
    );
  }
  const [one, other] = [
    { side: from, snapshot: before.snapshot },
    { side: to, snapshot: after.snapshot },
  ];
  return (
    <FileComparison
      from={before.snapshot}
      to={after.snapshot}
      sides={<Sides />}
      pane="compare"
      restores={(item: ChangeItem) => restoreChoices(item, one, other, open)}
    />
  );
}

/** Fills the place of a comparison below the two sides. */
function Alone({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <div className={toolbar.toolbar}>
        <div className={toolbar.line}>
          <Sides />
        </div>
      </div>
      <div className={styles.body}>{children}</div>
    </>
  );
}

/** The two that are compared, each a button that asks for another. */
function Sides() {
  const { from, to, swap } = useSides();
  const { pick } = text.compare;
  return (
    <div className={toolbar.sides}>
      <span className={toolbar.since}>{pick.since}</span>
      <SideChip which="from" side={from} />
      <ArrowRight size={12} aria-hidden />
      <SideChip which="to" side={to} />
      <IconButton
        label={pick.swap}
        icon={<ArrowLeftRight size={16} />}
        disabled={from === null && to === null}
        onClick={swap}
      />
    </div>
  );
}
