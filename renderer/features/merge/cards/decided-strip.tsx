import { FileText } from "lucide-react";
import { Button } from "../../../components/button.tsx";
import { attempt } from "../../../model/attempt.ts";
import { decideFiles } from "../../../model/merge/merges.ts";
import { text } from "../../../strings/index.ts";
import type { CardProps } from "./card.tsx";
import styles from "./cards.module.css";
import { decisionWords } from "./decision-words.ts";

const words = text.merge;

/** Says that a text is decided as a whole, and goes back to its lines. */
export function DecidedStrip({ info, file, names, canWrite }: CardProps) {
  const take = file.text?.saved === null ? "undecided" : "text";
  const back = () => attempt(decideFiles(info.id, [{ path: file.path, decision: { take } }]));
  return (
    <div className={styles.strip} role="status" data-decision={file.decision.take}>
      <p>
        {decisionWords(file.decision, names)} <span className="muted">{words.cards.hunksLeft}</span>
      </p>
      <Button icon={<FileText size={14} />} disabled={!canWrite} onClick={back}>
        {words.cards.mergeLines}
      </Button>
    </div>
  );
}
