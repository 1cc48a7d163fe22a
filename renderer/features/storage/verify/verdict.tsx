import { CircleAlert, CircleCheck } from "lucide-react";
import styles from "./verify.module.css";

interface VerdictProps {
  readonly isGood?: boolean;
  readonly what: string;
  readonly about: string;
}

/** An outcome in one line, and a sentence about it. */
export function Verdict({ isGood = false, what, about }: VerdictProps) {
  const Icon = isGood ? CircleCheck : CircleAlert;
  return (
    <div className={styles.outcome}>
      <Icon size={20} className={isGood ? styles.good : styles.bad} aria-hidden />
      <div>
        <p className={styles.what}>{what}</p>
        <p className="muted">{about}</p>
      </div>
    </div>
  );
}
