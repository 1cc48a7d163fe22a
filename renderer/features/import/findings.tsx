import type { ReactNode } from "react";
import { Ago } from "../../components/ago.tsx";
import { bytes, count } from "../../components/format.ts";
import { isCounted, isUnchanged, type Preflight } from "../../model/import/plan.ts";
import { useFound } from "../../model/import/preflight.ts";
import { PathList } from "../../shared/forms/path-list.tsx";
import { text } from "../../strings/index.ts";
import { ChangedFiles } from "./changed-files.tsx";
import styles from "./findings.module.css";
import type { ImportForm } from "./import-form.ts";

const words = text.importing;

interface FindingsProps {
  readonly form: ImportForm;
  readonly isKnown: boolean;
  /** Whether it is a label's next snapshot that was asked for, and no more. */
  readonly isNow: boolean;
}

/** Shows the counts of a preflight, and the share that is new. */
export function Findings({ form, isKnown, isNow }: FindingsProps) {
  const { old, counting } = form;
  const found = form.found && isCounted(form.found) ? form.found : undefined;
  return (
    <section className={styles.findings} aria-label={words.numbers.title} aria-busy={counting}>
      {found && !old ? (
        <Numbers found={found} />
      ) : (
        <NumbersSoFar counting={counting} isFirst={found === undefined} />
      )}
      {found ? (
        <div className={old ? styles.old : undefined}>
          <Changes found={found} isKnown={isKnown} isNow={isNow} last={lastSnapshot(form)} />
          <Rest found={found} />
        </div>
      ) : (
        <p className={`muted ${styles.line} ${styles.soon}`} role="status">
          {stateOf(form)}
        </p>
      )}
    </section>
  );
}

/** Explains why there are no numbers. */
function stateOf({ counting, stopped, found }: ImportForm): string {
  if (counting) return words.counting.title;
  if (stopped) return words.counting.stopped;
  return found ? words.counting.disk : "";
}

function Numbers({ found }: { readonly found: Preflight }) {
  return (
    <dl className={styles.numbers}>
      <Figure name={words.numbers.files}>{count(found.files)}</Figure>
      <Figure name={words.numbers.size}>{bytes(found.bytes)}</Figure>
      <Figure name={words.numbers.toRead}>{bytes(found.to_read)}</Figure>
      <Figure name={words.numbers.ignored}>{count(found.ignored)}</Figure>
      <Figure name={words.numbers.skipped}>{count(found.skipped_count)}</Figure>
    </dl>
  );
}

/** Draws itself again for each piece of news, and nothing else with it. */
function NumbersSoFar({ counting, isFirst }: { readonly counting: boolean; readonly isFirst: boolean }) {
  const found = useFound();
  const unknown = counting ? "…" : "—";
  return (
    <dl className={`${styles.numbers} ${styles.old} ${isFirst ? styles.soon : ""}`}>
      <Figure name={words.numbers.files}>{counting ? count(found.files) : unknown}</Figure>
      <Figure name={words.numbers.size}>{counting ? bytes(found.bytes) : unknown}</Figure>
      <Figure name={words.numbers.toRead}>{unknown}</Figure>
      <Figure name={words.numbers.ignored}>{unknown}</Figure>
      <Figure name={words.numbers.skipped}>{unknown}</Figure>
    </dl>
  );
}

function Figure({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="muted">{name}</dt>
      <dd className="mono">{children}</dd>
    </div>
  );
}

interface ChangesProps {
  readonly found: Preflight;
  readonly isKnown: boolean;
  /** Whether nothing else is offered where nothing changed. */
  readonly isNow: boolean;
  /** When the label's last snapshot was taken, as far as that is its last move. */
  readonly last: number | undefined;
}

function Changes({ found, isKnown, isNow, last }: ChangesProps) {
  if (!isKnown || found.head === null) return <p className={styles.line}>{words.changes.first}</p>;
  if (isUnchanged(found)) {
    return (
      <div className={styles.none}>
        <p>
          {words.changes.none}
          {last !== undefined && (
            <>
              {" "}
              (<Ago at={last} />)
            </>
          )}
        </p>
        <p className="muted">{isNow ? words.changes.noneNow : words.changes.noneAbout}</p>
      </div>
    );
  }
  return <ChangedFiles found={found} />;
}

function lastSnapshot({ label: { target } }: ImportForm): number | undefined {
  return target?.op === "create" || target?.op === "push" ? target.at : undefined;
}

function Rest({ found }: { readonly found: Preflight }) {
  const { ignored, ignored_paths: ignoredPaths, skipped, skipped_count: skippedCount } = found;
  return (
    <>
      {ignored > 0 && (
        <PathList
          title={`${words.numbers.ignored}: ${count(ignored)}`}
          rows={ignoredPaths.map((path) => ({ path }))}
          count={ignored}
        />
      )}
      {skippedCount > 0 && (
        <PathList
          title={`${words.numbers.skipped}: ${count(skippedCount)}`}
          rows={skipped}
          count={skippedCount}
        />
      )}
    </>
  );
}
