import { Choice } from "../../../components/field.tsx";
import { attempt } from "../../../model/attempt.ts";
import { decideFiles } from "../../../model/merge/merges.ts";
import { text } from "../../../strings/index.ts";
import type { CardProps } from "./card.tsx";
import styles from "./cards.module.css";

const words = text.merge;

/** Asks whose permissions a file gets, where the sides gave it different ones. */
export function PermissionsChoice({ info, file, names }: CardProps) {
  const { decision, path } = file;
  const sides = (["theirs", "ours", "base"] as const).filter((side) => file[side] !== null);
  const options = sides.map((value) => ({
    value,
    text: `${names[value]} · ${((file[value]?.mode ?? 0) & 0o7777).toString(8)}`,
  }));
  return (
    <div className={styles.strip}>
      <p>{words.cards.mode}</p>
      <Choice
        label={words.cards.permissions}
        value={decision.permissions ?? ("" as (typeof sides)[number])}
        options={options}
        onChange={(permissions) =>
          attempt(decideFiles(info.id, [{ path, decision: { ...decision, permissions } }]))
        }
      />
    </div>
  );
}
