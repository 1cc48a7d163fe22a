import type { MergeInfo, MergeSide } from "../../../api/merges.ts";
import { Ago } from "../../../components/ago.tsx";
import { text } from "../../../strings/index.ts";
import type { PaneName } from "../panes/pane-names.ts";
import { aboutSide } from "../sides/sides.ts";
import styles from "./text.module.css";

const words = text.merge;

/** Names what a pane shows: a side with its colour, time and message, the base, or the result. */
export function SideHeader({ pane, info }: { readonly pane: PaneName; readonly info: MergeInfo }) {
  if (pane === "result") {
    return (
      <header className={styles.side} data-side="result">
        <h3 className="ellipsis">{words.editable}</h3>
      </header>
    );
  }
  if (pane === "base") {
    return (
      <header className={styles.side} data-side="base">
        <h3 className="ellipsis">{info.base === null ? words.noBase : words.baseName(info.base.name)}</h3>
      </header>
    );
  }
  return <Side pane={pane} side={info[pane]} />;
}

function Side({ pane, side }: { readonly pane: "ours" | "theirs"; readonly side: MergeSide }) {
  return (
    <header className={styles.side} data-side={pane} title={aboutSide(side)}>
      <h3 className="ellipsis">{side.name}</h3>
      {side.at !== null && (
        <span className={styles.when}>
          <Ago at={side.at} />
        </span>
      )}
      <span className={`ellipsis ${styles.message}`}>{side.message?.split("\n", 1)[0]}</span>
    </header>
  );
}
