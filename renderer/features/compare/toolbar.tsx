import { ArrowDown, ArrowRight, ArrowUp } from "lucide-react";
import type { CommandOutput } from "../../../core/api/invoke.ts";
import type { Chosen } from "../../api/chosen.ts";
import { IconButton } from "../../components/button.tsx";
import { SIGNS } from "../../components/counts.tsx";
import { SearchField } from "../../components/field.tsx";
import { count, exactTime, shortTime } from "../../components/format.ts";
import { Tip } from "../../components/tip.tsx";
import { text } from "../../strings/index.ts";
import { CHANGE_KINDS, useCompare } from "./compare-state.ts";
import styles from "./toolbar.module.css";
import { useMove } from "./use-moments.ts";

interface ToolbarProps {
  readonly chosen: Chosen;
  readonly counts: CommandOutput<"changes">["counts"] | undefined;
  readonly onStep: (step: 1 | -1) => void;
}

/** What is compared with what, how much differs, and what of it is shown. */
export function Toolbar({ chosen, counts, onStep }: ToolbarProps) {
  const { kinds, pattern, toggleKind, match } = useCompare();
  const previous = useMove(chosen, chosen.index - 1, false);
  return (
    <div className={styles.toolbar}>
      <div className={styles.line}>
        <Tip text={text.compare.fromTo}>
          <p className={styles.times}>
            <span title={previous && exactTime(previous.at)}>{previous ? shortTime(previous.at) : "…"}</span>
            <ArrowRight size={12} aria-hidden />
            <span title={exactTime(chosen.at)}>{shortTime(chosen.at)}</span>
          </p>
        </Tip>
        <IconButton
          label={text.compare.previous}
          shortcut="Shift+F7"
          icon={<ArrowUp size={16} />}
          onClick={() => onStep(-1)}
        />
        <IconButton
          label={text.compare.next}
          shortcut="F7"
          icon={<ArrowDown size={16} />}
          onClick={() => onStep(1)}
        />
      </div>
      <div className={styles.line}>
        <div className={styles.filter}>
          <SearchField label={text.compare.filter} value={pattern} onChange={match} />
        </div>
        <fieldset className={styles.kinds} aria-label={text.compare.kinds}>
          {CHANGE_KINDS.map((kind) => {
            const words = text.common.changed[kind](counts?.[kind] ?? 0);
            return (
              <Tip key={kind} text={words}>
                <button
                  type="button"
                  className={`mono ${styles.kind}`}
                  data-kind={kind}
                  data-none={counts?.[kind] === 0}
                  aria-label={words}
                  aria-pressed={kinds.has(kind)}
                  onClick={() => toggleKind(kind)}
                >
                  {SIGNS[kind]}
                  {counts && count(counts[kind])}
                </button>
              </Tip>
            );
          })}
        </fieldset>
      </div>
    </div>
  );
}
