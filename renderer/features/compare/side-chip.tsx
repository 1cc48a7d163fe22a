import { useQuery } from "@tanstack/react-query";
import { ChevronDown, CircleDashed, FolderOpen, PencilRuler } from "lucide-react";
import { exactTime, shortId } from "../../components/format.ts";
import { LabelDot } from "../../components/label-dot.tsx";
import { Tip } from "../../components/tip.tsx";
import { pickSide } from "../../model/comparison/show.ts";
import { moveWords } from "../../shared/history/move-words.ts";
import { labelOf, type Side, type Which } from "../../state/sides.ts";
import { text } from "../../strings/index.ts";
import styles from "./side-chip.module.css";
import { kindWords, sideWords } from "./side-words.ts";
import { moveOfQuery } from "./use-side.ts";

/** One of the two that are compared, as a button that asks for another. */
export function SideChip({ which, side }: { readonly which: Which; readonly side: Side | null }) {
  const { pick } = text.compare;
  const what = pick[which];
  return (
    <Tip text={side === null ? what : aboutOf(side)}>
      <button
        type="button"
        className={styles.chip}
        data-side={which}
        data-empty={side === null}
        aria-haspopup="dialog"
        onClick={() => pickSide(which)}
      >
        <span className="visually-hidden">{what}: </span>
        {side === null ? (
          <span className={styles.name}>{pick.choose}</span>
        ) : (
          <>
            <SideIcon side={side} />
            <span className={styles.name}>{nameOf(side)}</span>
            <span className={styles.kind} data-words>
              <What side={side} />
            </span>
          </>
        )}
        <ChevronDown size={14} aria-hidden />
      </button>
    </Tip>
  );
}

/** Names the state of a label by the message of its move. */
function What({ side }: { readonly side: Side }) {
  const [label, snapshot, at] = side.is === "move" ? [side.label, side.snapshot, side.at] : ["", "", 0];
  const { data: move } = useQuery({ ...moveOfQuery(label, snapshot, at), enabled: side.is === "move" });
  return move?.message ? moveWords(move) : kindWords(side);
}

/** A side's sign: its label's colour, and what of it is meant where that is no move. */
export function SideIcon({ side }: { readonly side: Side }) {
  const label = labelOf(side);
  return (
    <span className={styles.icon}>
      {label === null ? <CircleDashed size={12} aria-hidden /> : <LabelDot name={label} />}
      {side.is === "folder" && <FolderOpen size={14} aria-hidden />}
      {side.is === "mount" && <PencilRuler size={14} aria-hidden />}
    </span>
  );
}

function nameOf(side: Side): string {
  if (side.is === "mount") return side.name;
  return side.is === "snapshot" ? shortId(side.snapshot) : side.label;
}

function aboutOf(side: Side): string {
  if (side.is === "move") return `${side.label}, ${exactTime(side.at)}`;
  return side.is === "folder" ? side.folder : sideWords(side);
}
