import { TriangleAlert } from "lucide-react";
import { CheckField } from "../../components/field.tsx";
import type { ImportWarning } from "../../model/import/plan.ts";
import { Fold } from "../../shared/forms/path-list.tsx";
import { text } from "../../strings/index.ts";
import type { ImportForm } from "./import-form.ts";
import styles from "./warning-cards.module.css";

const words = text.importing;
/** The most paths that a card names. */
const SHOWN = 3;

/** Shows a preflight's warnings, each with a way to leave its files out. A label that exists has had them before. */
export function WarningCards({ form, isKnown }: { readonly form: ImportForm; readonly isKnown: boolean }) {
  const { warnings } = form;
  if (warnings.length === 0) return null;
  const cards = (
    <ul className={styles.cards} aria-label={words.warnings(warnings.length)}>
      {warnings.map((warning) => (
        <Card
          key={warning.code}
          warning={warning}
          left={form.isLeft(warning)}
          onLeave={(out) => form.leave(warning, out)}
        />
      ))}
    </ul>
  );
  return isKnown ? <Fold title={words.warnings(warnings.length)}>{cards}</Fold> : cards;
}

interface CardProps {
  readonly warning: ImportWarning;
  readonly left: boolean;
  readonly onLeave: (out: boolean) => void;
}

function Card({ warning, left, onLeave }: CardProps) {
  const { code, message, paths, count, ignore } = warning;
  const shown = paths.slice(0, SHOWN);
  const leaveOut = (
    <>
      {words.leaveOut}
      <span className="visually-hidden">: {message}</span>
    </>
  );
  return (
    <li className={styles.card} data-warning={code}>
      <TriangleAlert className={styles.icon} size={16} aria-hidden />
      <div className={styles.words}>
        <p>{message}</p>
        {shown.length > 0 && (
          <p className={`muted selectable ${styles.paths}`}>
            <span className="mono">{shown.join(", ")}</span>
            {count > shown.length && ` ${words.more(count - shown.length)}`}
          </p>
        )}
      </div>
      {ignore.length > 0 && <CheckField label={leaveOut} checked={left} onChange={onLeave} />}
    </li>
  );
}
