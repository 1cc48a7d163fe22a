import { type Ref, useSyncExternalStore } from "react";
import { Tip } from "../../../components/tip.tsx";
import type { FileSession, SessionView } from "../../../model/merge/file-session.ts";
import { text } from "../../../strings/index.ts";
import type { MergePanes } from "../panes/panes.ts";
import { lookOf } from "../panes/region-look.ts";
import type { SideWords } from "../sides/sides.ts";
import { type HunkAction, hunkActions } from "./hunk-actions.tsx";
import styles from "./hunk-bar.module.css";

const words = text.merge;

interface HunkBarProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly session: FileSession;
  readonly view: SessionView;
  readonly names: SideWords;
  readonly panes: MergePanes;
  readonly canWrite: boolean;
  /** Called with the lines that an action would leave, and with null when it is not pointed at any more. */
  readonly onPreview: (lines: readonly string[] | null) => void;
  /** Called after an action. */
  readonly onDone: () => void;
}

/** What can be done to the hunk at hand. It stays in its place while the hunk scrolls. */
export function HunkBar({ ref, session, view, names, panes, canWrite, onPreview, onDone }: HunkBarProps) {
  const spot = useSyncExternalStore(panes.subscribe, () => panes.spot);
  const actions = hunkActions({ session, view, names, spot });
  const { merge, current } = view;
  const look = lookOf(merge.states.at(current));
  const position = positionOf(view);
  return (
    <div ref={ref} className={styles.bar} role="toolbar" aria-label={words.hunkBar} tabIndex={-1}>
      <p className={styles.where} aria-live="polite" data-look={look}>
        {look === undefined || position === undefined ? (
          words.noHunk
        ) : (
          <>
            <span className={styles.sign} aria-hidden />
            <span>{words.hunk(position.number, position.all)}</span>
            <span className="muted">{words.lookWords[look]}</span>
          </>
        )}
      </p>
      <div className={styles.actions}>
        {actions.map((action) => (
          <ActionButton
            key={action.id}
            action={action}
            disabled={!canWrite}
            onPreview={onPreview}
            onRun={() => {
              onPreview(null);
              action.run();
              onDone();
            }}
          />
        ))}
      </div>
    </div>
  );
}

interface ActionButtonProps {
  readonly action: HunkAction;
  readonly disabled: boolean;
  readonly onPreview: (lines: readonly string[] | null) => void;
  readonly onRun: () => void;
}

function ActionButton({ action, disabled, onPreview, onRun }: ActionButtonProps) {
  const { id, text: name, tip, key, icon: Icon, side, isMinor, isTaken, preview } = action;
  const show = () => !disabled && preview && onPreview(preview());
  const hide = () => onPreview(null);
  const isPlain = side === undefined;
  return (
    <Tip text={words.tip(tip, key.cap)}>
      <button
        type="button"
        className={styles.action}
        data-action={id}
        data-side={side}
        data-minor={isMinor}
        aria-label={tip.toLowerCase().includes(name.toLowerCase()) ? tip : `${name}: ${tip}`}
        aria-keyshortcuts={`${key.cap} Alt+${key.cap}`}
        aria-pressed={id === "split" || id === "join" || id === "reopen" ? undefined : isTaken}
        disabled={disabled}
        onPointerEnter={show}
        onPointerLeave={hide}
        onFocus={show}
        onBlur={hide}
        onClick={onRun}
      >
        {side === "ours" ? null : <Icon size={14} aria-hidden />}
        <span className={`ellipsis ${isPlain ? styles.words : styles.name}`}>{name}</span>
        {side === "ours" ? <Icon size={14} aria-hidden /> : null}
        <kbd className={styles.key} data-cap={key.cap.replace("Shift+", "⇧")} />
      </button>
    </Tip>
  );
}

/** Counts the hunks that the region at hand is among: conflicts for a conflict, else all changes. */
function positionOf({ merge, current }: SessionView): { number: number; all: number } | undefined {
  const isConflict = merge.states.at(current).region.kind === "conflict";
  let [number, all] = [0, 0];
  for (let index = 0; index < merge.regionCount; index++) {
    const state = merge.states.at(index);
    const counts = isConflict ? state.region.kind === "conflict" : lookOf(state) !== undefined;
    if (!counts) continue;
    all++;
    if (index <= current) number++;
  }
  return all === 0 ? undefined : { number, all };
}
