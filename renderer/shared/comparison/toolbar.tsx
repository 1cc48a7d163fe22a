import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import { IconButton } from "../../components/button.tsx";
import { SIGNS } from "../../components/counts.tsx";
import { SearchField } from "../../components/field.tsx";
import { count } from "../../components/format.ts";
import { Tip } from "../../components/tip.tsx";
import { CHANGE_KINDS, useComparisonView } from "../../state/comparison-view.ts";
import { text } from "../../strings/index.ts";
import styles from "./toolbar.module.css";

interface ToolbarProps {
  /** Shows the names of the two sides. */
  readonly sides: ReactNode;
  readonly counts: CommandOutput<"changes">["counts"] | undefined;
  readonly onStep: (step: 1 | -1) => void;
}

/** Shows both sides of a comparison, the counts of changes, and the filters. */
export function Toolbar({ sides, counts, onStep }: ToolbarProps) {
  const { kinds, pattern, toggleKind, match } = useComparisonView();
  return (
    <div className={styles.toolbar}>
      <div className={styles.line}>
        <div className={styles.what}>{sides}</div>
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
