import { useMemo } from "react";
import { differingWords, type TextSpan } from "../../../../core/merge/model/words.ts";
import styles from "./marked-line.module.css";

/** The most characters of a line whose words are compared. */
const MOST = 4000;

interface MarkedLineProps {
  readonly line: string;
  /** The line to compare with; undefined marks nothing. */
  readonly base: string | undefined;
  readonly ignoresSpaces: boolean;
}

/** A line with the words marked that differ from those of the base. */
export function MarkedLine({ line, base, ignoresSpaces }: MarkedLineProps) {
  const spans = useMemo(() => {
    if (base === undefined || base === line || line.length + base.length > MOST) return [];
    return differingWords(base, line, ignoresSpaces).after;
  }, [base, line, ignoresSpaces]);
  return <>{partsOf(line, spans)}</>;
}

function partsOf(line: string, spans: readonly TextSpan[]) {
  let at = 0;
  const parts = spans.flatMap(({ start, end }) => {
    const before = line.slice(at, start);
    at = end;
    return [
      before,
      <mark key={start} className={styles.word}>
        {line.slice(start, end)}
      </mark>,
    ];
  });
  return [...parts, line.slice(at)];
}
