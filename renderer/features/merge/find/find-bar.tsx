import { ArrowDown, ArrowUp, CaseSensitive, Regex, Search, WholeWord, X } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useSyncExternalStore } from "react";
import { IconButton } from "../../../components/button.tsx";
import { Tip } from "../../../components/tip.tsx";
import { useMergeView } from "../../../state/merge-view.ts";
import { text } from "../../../strings/index.ts";
import type { PaneName } from "../panes/pane-names.ts";
import type { SideWords } from "../sides/sides.ts";
import styles from "./find.module.css";
import { MOST, type Needle, type PaneFind } from "./pane-find.ts";

const words = text.mergeFind;

/** What can be asked of a hit besides its text. */
const WAYS = [
  { of: "matchCase", icon: CaseSensitive },
  { of: "wholeWord", icon: WholeWord },
  { of: "isRegex", icon: Regex },
] as const;
const WAY_WORDS = { matchCase: words.matchCase, wholeWord: words.wholeWord, isRegex: words.regex };

interface FindBarProps {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly find: PaneFind;
  readonly needle: Needle;
  readonly names: SideWords;
  readonly onNeedle: (needle: Needle) => void;
  readonly onClose: () => void;
}

/** The box to find a text in all panes: how often it is in each, and ways from one hit to the next. */
export function FindBar({ field, find, needle, names, onNeedle, onClose }: FindBarProps) {
  const { all, at } = useSyncExternalStore(find.subscribe, () => find.view);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [field]);
  const keyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter" && event.target instanceof HTMLInputElement)
      find.step(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search className={styles.bar} aria-label={words.bar} onKeyDown={keyDown} data-find>
      <div className={styles.box}>
        <Search size={14} aria-hidden />
        <input
          ref={field}
          aria-label={words.field}
          placeholder={words.bar}
          spellCheck={false}
          autoComplete="off"
          value={needle.text}
          onChange={(event) => onNeedle({ ...needle, text: event.target.value })}
        />
        {WAYS.map(({ of, icon: Icon }) => (
          <IconButton
            key={of}
            label={WAY_WORDS[of]}
            icon={<Icon size={14} />}
            aria-pressed={needle[of]}
            onClick={() => onNeedle({ ...needle, [of]: !needle[of] })}
          />
        ))}
      </div>
      <IconButton
        label={words.previous}
        shortcut="Shift+F3"
        icon={<ArrowUp size={16} />}
        disabled={all === 0}
        onClick={() => find.step(-1)}
      />
      <IconButton
        label={words.next}
        shortcut="F3"
        icon={<ArrowDown size={16} />}
        disabled={all === 0}
        onClick={() => find.step(1)}
      />
      <p className={styles.place} role="status" data-find-place>
        {needle.text !== "" && (all === 0 ? words.none : words.place(at, all))}
      </p>
      <Counts find={find} names={names} />
      <IconButton label={words.close} shortcut="Esc" icon={<X size={16} />} onClick={onClose} />
    </search>
  );
}

const COUNTED = ["theirs", "result", "ours"] as const satisfies readonly PaneName[];

function Counts({ find, names }: Pick<FindBarProps, "find" | "names">) {
  const { counts } = useSyncExternalStore(find.subscribe, () => find.view);
  const { settings, set } = useMergeView();
  const base = words.count(counts.base, MOST);
  return (
    <p className={styles.counts}>
      <span className="visually-hidden">{words.counts}: </span>
      {COUNTED.map((pane) => (
        <span key={pane} className={styles.count} data-side={pane} data-hits={counts[pane]}>
          <span className="ellipsis">{pane === "result" ? text.merge.result : names[pane]}</span>{" "}
          {words.count(counts[pane], MOST)}
        </span>
      ))}
      {settings.showBase || counts.base === 0 ? (
        <span className={styles.count} data-side="base" data-hits={counts.base}>
          {text.merge.base} {base}
        </span>
      ) : (
        <Tip text={words.showBase(base)}>
          <button
            type="button"
            className={styles.count}
            data-side="base"
            data-hits={counts.base}
            aria-label={words.showBase(base)}
            onClick={() => set({ showBase: true })}
          >
            {text.merge.base} {base}
          </button>
        </Tip>
      )}
    </p>
  );
}
