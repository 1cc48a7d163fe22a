import { useRef, useState } from "react";
import { useChosen } from "../../api/chosen.ts";
import { Button } from "../../components/button.tsx";
import { SearchField } from "../../components/field.tsx";
import { Modal } from "../../components/modal.tsx";
import type { VirtualListHandle } from "../../components/virtual-list.tsx";
import { useDialog, useDialogs } from "../../state/dialogs.ts";
import { focusPane } from "../../state/focus.ts";
import { useSelection } from "../../state/selection.ts";
import { labelOf, type Side, sideOfMove, useSides, type Which } from "../../state/sides.ts";
import { text } from "../../strings/index.ts";
import styles from "./pick-side.module.css";
import { SourceList } from "./source-list.tsx";
import type { Source } from "./sources.ts";
import { TargetList } from "./target-list.tsx";

/** Asks for one of the two that are compared. */
export function PickSideDialog() {
  const request = useDialog("pick-side");
  const chosen = useChosen();
  return (
    request && (
      <PickSide key={request.which} which={request.which} seen={chosen && sideOfMove(chosen.label, chosen)} />
    )
  );
}

interface PickSideProps {
  readonly which: Which;
  /** The snapshot that the window shows. */
  readonly seen: Side | null;
}

function PickSide({ which, seen }: PickSideProps) {
  const { pick } = text.compare;
  const { close } = useDialogs.getState();
  const [filter, setFilter] = useState("");
  const [{ wanted, other }] = useState(() => firstWanted(which, seen));
  const [source, setSource] = useState<Source | null>(() => firstSource(wanted ?? other));
  const [side, setSide] = useState<Side | null>(null);
  const targets = useRef<VirtualListHandle>(null);
  const choose = (chosen: Side | null) => {
    if (chosen === null) return;
    useSides.getState().choose(which, chosen);
    close();
    requestAnimationFrame(() => focusPane("compare"));
  };
  return (
    <Modal
      title={pick[which]}
      about={pick.hint}
      wide
      onClose={close}
      footer={
        <>
          <Button onClick={close}>{text.common.cancel}</Button>
          <Button variant="primary" disabled={side === null} onClick={() => choose(side)}>
            {pick.take}
          </Button>
        </>
      }
    >
      <div className={styles.pick}>
        <SearchField label={pick.filter} value={filter} onChange={setFilter} />
        <div className={styles.lists}>
          <SourceList
            filter={filter}
            source={source}
            onSource={setSource}
            onOpen={() => targets.current?.focus()}
          />
          <div className={styles.targets}>
            {source !== null && (
              <TargetList
                key={JSON.stringify(source)}
                ref={targets}
                source={source}
                wanted={wanted}
                other={other}
                onSide={setSide}
                onOpen={choose}
              />
            )}
          </div>
        </div>
      </div>
    </Modal>
  );
}

/** Starts with the compared side, or else with the shown snapshot, unless that is the other side. */
function firstWanted(which: Which, seen: Side | null): { wanted: Side | null; other: Side | null } {
  const { from, to } = useSides.getState();
  const [own, other] = which === "from" ? [from, to] : [to, from];
  const isOther =
    seen?.is === "move" && other !== null && "snapshot" in other && seen.snapshot === other.snapshot;
  return { wanted: own ?? (isOther ? null : seen), other };
}

/** Returns the source of a side. */
function firstSource(side: Side | null): Source | null {
  if (side?.is === "mount") return { is: "mount", id: side.id };
  if (side?.is === "snapshot") return { is: "id", id: side.snapshot };
  const label = (side && labelOf(side)) ?? useSelection.getState().label;
  return label === null ? null : { is: "label", label };
}
