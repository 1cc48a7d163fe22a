import type { VerifyReport } from "../../../model/storage/store-check.ts";
import { text } from "../../../strings/index.ts";
import styles from "./verify.module.css";

const words = text.storage.verify;
/** The most problems that are listed. */
const SHOWN = 50;

/** Lists what is damaged, with what each problem touches. */
export function Problems({ problems }: Pick<VerifyReport, "problems">) {
  return (
    <>
      <ul className={styles.problems}>
        {problems.slice(0, SHOWN).map((problem) => (
          <li key={`${problem.code} ${problem.id ?? ""} ${problem.pack ?? ""} ${problem.message}`}>
            <p className="selectable">{problem.message}</p>
            <p className="muted selectable">{words.touches(problem)}</p>
          </li>
        ))}
      </ul>
      {problems.length > SHOWN && <p className="muted">{words.more(problems.length - SHOWN)}</p>}
    </>
  );
}
