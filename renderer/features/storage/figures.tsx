import type { ReactNode } from "react";
import type { Space } from "../../api/storage.ts";
import { Ago } from "../../components/ago.tsx";
import { bytes } from "../../components/format.ts";
import { text } from "../../strings/index.ts";
import styles from "./storage.module.css";

const words = text.space;
const share = new Intl.NumberFormat(navigator.language, { style: "percent", maximumFractionDigits: 0 });
const ratio = new Intl.NumberFormat(navigator.language, { maximumSignificantDigits: 3 });

/** The figures of the whole store. */
export function Figures({ space }: { readonly space: Space }) {
  const { bytes: inUse, reclaimable, last_collection: last, stored, raw, snapshots } = space;
  return (
    <dl className={styles.figures} aria-label={words.figures}>
      <Figure name={words.inUse} value={bytes(inUse)} about={words.inUseAbout} />
      <Figure name={words.reclaimable} value={bytes(reclaimable)} about={words.reclaimableAbout} />
      <Figure
        name={words.lastFreed}
        value={last === null ? "–" : bytes(last.freed_bytes)}
        about={
          last === null ? (
            words.never
          ) : (
            <>
              <Ago at={last.at} />
              {last.automatic && `, ${words.automatically}`}
            </>
          )
        }
      />
      {raw > 0 && (
        <>
          <Figure
            name={words.compression}
            value={share.format(stored / raw)}
            about={words.compressionAbout}
          />
          <Figure
            name={words.dedup}
            value={words.times(ratio.format(snapshots / raw))}
            about={words.dedupAbout}
          />
        </>
      )}
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly about: ReactNode;
}

function Figure({ name, value, about }: FigureProps) {
  return (
    <div className={styles.figure}>
      <dt>{name}</dt>
      <dd className={`mono ${styles.value}`}>{value}</dd>
      <dd className="muted">{about}</dd>
    </div>
  );
}
