import { Button } from "../../../components/button.tsx";
import { attempt } from "../../../model/attempt.ts";
import { decideFiles } from "../../../model/merge/merges.ts";
import { text } from "../../../strings/index.ts";
import { withNames } from "../sides/sides.ts";
import type { CardProps } from "./card.tsx";
import styles from "./cards.module.css";

const words = text.merge;

/** Says why a text is in conflict as a whole, and takes it as one side has it: its hunks alone cannot decide that. */
export function WholeChoice({ info, file, names, canWrite }: CardProps) {
  const { path, reason, decision } = file;
  const { permissions } = decision;
  const take = (side: "theirs" | "ours") =>
    attempt(decideFiles(info.id, [{ path, decision: { take: side, ...(permissions && { permissions }) } }]));
  return (
    <div className={styles.strip}>
      <p>{reason === undefined ? words.cards.rename : withNames(reason, names)}</p>
      {(["theirs", "ours"] as const).map((side) => (
        <Button key={side} disabled={!canWrite} onClick={() => take(side)}>
          {words.cards.takeSide(names[side])}
        </Button>
      ))}
    </div>
  );
}
