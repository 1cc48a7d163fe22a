import { Button } from "../../../components/button.tsx";
import { attempt } from "../../../model/attempt.ts";
import { decideFiles, placeText } from "../../../model/merge/merges.ts";
import { text } from "../../../strings/index.ts";
import { withNames } from "../sides/sides.ts";
import type { CardProps } from "./card.tsx";
import styles from "./cards.module.css";

const words = text.merge;

/**
 * Says why a text is in conflict as a whole: it goes to the path of one side, with the merged text, or is taken as one side
 * has it.
 */
export function WholeChoice({ info, file, names, canWrite }: CardProps) {
  const { path, reason, decision, moved = [] } = file;
  const [only, more] = moved;
  const { permissions } = decision;
  const take = (side: "theirs" | "ours") =>
    attempt(decideFiles(info.id, [{ path, decision: { take: side, ...(permissions && { permissions }) } }]));
  return (
    <div className={styles.strip}>
      <p>{reason === undefined ? words.cards.rename : withNames(reason, names)}</p>
      {more === undefined &&
        (["theirs", "ours"] as const).map((side) => {
          const place = only?.[side];
          return (
            place && (
              <Button
                key={`${side} path`}
                disabled={!canWrite}
                aria-pressed={decision.take === "text" && (decision.at ?? "ours") === side}
                onClick={() => attempt(placeText(info.id, path, place))}
              >
                {words.cards.textAt(place)}
              </Button>
            )
          );
        })}
      {(["theirs", "ours"] as const).map((side) => (
        <Button key={side} disabled={!canWrite} onClick={() => take(side)}>
          {words.cards.takeSide(names[side])}
        </Button>
      ))}
    </div>
  );
}
