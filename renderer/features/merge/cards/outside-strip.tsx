import { ExternalLink, FileInput } from "lucide-react";
import { Button } from "../../../components/button.tsx";
import { attempt } from "../../../model/attempt.ts";
import { chooseEdited, openOutside } from "../../../model/merge/outside.ts";
import { text } from "../../../strings/index.ts";
import type { CardProps } from "./card.tsx";
import styles from "./cards.module.css";

const words = text.merge.outside;
const SIDES = ["theirs", "base", "ours"] as const;

/** Leads to another program for a text that is too large to merge in the window, and back. */
export function OutsideStrip({ info, file, names, canWrite }: CardProps) {
  return (
    <div className={styles.outside}>
      <p>{words.about}</p>
      {SIDES.map((side) => {
        const version = file[side];
        if (version?.type !== "file") return null;
        const open = () => attempt(openOutside(version, names[side]));
        return (
          <Button
            key={side}
            icon={<ExternalLink size={14} />}
            title={words.openTip(names[side])}
            onClick={open}
          >
            {words.open(side === "base" ? text.merge.baseShort : names[side])}
          </Button>
        );
      })}
      <Button
        icon={<FileInput size={14} />}
        disabled={!canWrite}
        onClick={() => attempt(chooseEdited(info.id, file.path))}
      >
        {words.choose}
      </Button>
    </div>
  );
}
