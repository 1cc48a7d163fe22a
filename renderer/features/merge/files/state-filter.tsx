import type { MergeInfo } from "../../../api/merges.ts";
import { count } from "../../../components/format.ts";
import { Tip } from "../../../components/tip.tsx";
import { useMergeView } from "../../../state/merge-view.ts";
import { text } from "../../../strings/index.ts";
import styles from "../merge.module.css";

const words = text.merge;
const STATES = ["all", "open", "resolved", "auto"] as const;

/** Counts the files of each state, and lists only those of one. */
export function StateFilter({ info }: { readonly info: MergeInfo }) {
  const { only, filter } = useMergeView();
  const { auto, open, resolved } = info.files;
  const numbers = { all: auto + open + resolved, auto, open, resolved };
  return (
    <fieldset className={styles.states} aria-label={words.state}>
      {STATES.map((state) => (
        <Tip key={state} text={words.stateTips[state](numbers[state])}>
          <button
            type="button"
            className={styles.stateFilter}
            data-state-filter={state}
            aria-label={`${words.filters[state]} ${count(numbers[state])}: ${words.stateTips[state](numbers[state])}`}
            aria-pressed={state === (only ?? "all")}
            onClick={() => filter(state === "all" ? null : state)}
          >
            {words.filters[state]} {count(numbers[state])}
          </button>
        </Tip>
      ))}
    </fieldset>
  );
}
