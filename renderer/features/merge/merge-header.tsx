import { ArrowLeft, ScanSearch, Trash2, X } from "lucide-react";
import type { MergeInfo, MergeSide } from "../../api/merges.ts";
import { Ago } from "../../components/ago.tsx";
import { Button } from "../../components/button.tsx";
import { Tip } from "../../components/tip.tsx";
import { attempt } from "../../model/attempt.ts";
import { abandonMerge, closeMerge } from "../../model/merge/merges.ts";
import { showProof } from "../../model/merge/proof.ts";
import { useMergeView } from "../../state/merge-view.ts";
import { text } from "../../strings/index.ts";
import { useOneSided } from "./files/use-one-sided.ts";
import styles from "./merge.module.css";
import { useCompleteKey } from "./proof/use-complete-key.ts";
import { aboutSide } from "./sides/sides.ts";

const words = text.merge;
const { mergeProof } = text;

/** What is merged with what, how far it is, and how to end it. */
export function MergeHeader({ info, canWrite }: { readonly info: MergeInfo; readonly canWrite: boolean }) {
  const { id, files, label, mount, moved } = info;
  const oneSided = useOneSided(info);
  const isComplete = files.open === 0;
  const isProof = useMergeView((state) => state.isProof);
  const proof = () => attempt(showProof(id));
  useCompleteKey(canWrite && !isProof ? proof : undefined);
  return (
    <header className={styles.header}>
      <h2 className={`ellipsis ${styles.title}`}>{label === null ? words.titleNew : words.title(label)}</h2>
      <p className={styles.sides}>
        <SideName which="theirs" side={info.theirs} />
        <span className="muted">{words.with}</span>
        {mount !== null && <span className="muted">{words.copy}</span>}
        <SideName which="ours" side={info.ours} />
      </p>
      <p className={`ellipsis ${styles.progress}`} role="status" title={words.fileCountsAbout} data-files>
        {words.fileCounts(files.auto, oneSided, files.resolved, files.open)}
      </p>
      {moved && (
        <Tip text={words.moved}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what it means is told on focus too. */}
          <span className={styles.moved} tabIndex={0} role="img" aria-label={words.moved}>
            ↻
          </span>
        </Tip>
      )}
      <Button
        variant="quiet"
        className={styles.abandon ?? ""}
        icon={<Trash2 size={14} />}
        title={words.abandonAbout}
        aria-label={words.abandon}
        disabled={!canWrite}
        onClick={() => attempt(abandonMerge(id))}
      >
        {words.abandonShort}
      </Button>
      <Button icon={<X size={14} />} title={words.closeAbout} onClick={closeMerge}>
        {words.close}
      </Button>
      {isProof ? (
        <Button icon={<ArrowLeft size={14} />} onClick={() => useMergeView.getState().showProof(false)}>
          {mergeProof.back}
        </Button>
      ) : (
        <Button
          variant={isComplete ? "primary" : "plain"}
          icon={<ScanSearch size={14} />}
          title={isComplete ? mergeProof.showAbout : words.notYet(files.open)}
          disabled={!canWrite}
          onClick={proof}
        >
          {mergeProof.show}
        </Button>
      )}
    </header>
  );
}

function SideName({ which, side }: { readonly which: "ours" | "theirs"; readonly side: MergeSide }) {
  return (
    <span className={styles.sideName} data-side={which} title={aboutSide(side)}>
      <span className={styles.dot} aria-hidden />
      <span className="ellipsis">{side.name}</span>
      {side.at !== null && (
        <span className="muted">
          <Ago at={side.at} />
        </span>
      )}
    </span>
  );
}
