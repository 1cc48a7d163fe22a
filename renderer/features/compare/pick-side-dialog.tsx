import { useRef, useState } from "react";
import { Button } from "../../components/button.tsx";
import { SearchField } from "../../components/field.tsx";
import { Modal } from "../../components/modal.tsx";
import type { VirtualListHandle } from "../../components/virtual-list.tsx";
import { useDialog, useDialogs } from "../../state/dialogs.ts";
import { focusPane } from "../../state/focus.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";
import styles from "./pick-side.module.css";
import { labelOf, type Side, useSides, type Which } from "./sides.ts";
import { SourceList } from "./source-list.tsx";
import type { Source } from "./sources.ts";
import { TargetList } from "./target-list.tsx";

/** Asks for one of the two that are compared. */
export function PickSideDialog() {
  const request = useDialog("pick-side");
  return request && <Open key={request.which} which={request.which} />;
}

function Open({ which }: { readonly which: Which }) {
  const { pick } = text.compare;
  const { close } = useDialogs.getState();
  const [filter, setFilter] = useState("");
  const [source, setSource] = useState<Source | null>(() => firstSource(which));
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

/** Begins with what the other side is of: mostly it is two of the same that are compared. */
function firstSource(which: Which): Source | null {
  const { from, to } = useSides.getState();
  const other = which === "from" ? to : from;
  const label = (other && labelOf(other)) ?? useSelection.getState().label;
  return label === null ? null : { is: "label", label };
}
