import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Group, Panel, useDefaultLayout } from "react-resizable-panels";
import { asAppError } from "../../../api/bridge.ts";
import { type MergeInfo, mergeCheckQuery, mergePreviewQuery } from "../../../api/merges.ts";
import { SplitSeparator } from "../../../components/split-separator.tsx";
import { proofNotes } from "../../../model/merge/proof.ts";
import { ErrorPanel } from "../../../shared/error-panel.tsx";
import { text } from "../../../strings/index.ts";
import { CompleteForm } from "./complete-form.tsx";
import { NoteList } from "./note-list.tsx";
import styles from "./proof.module.css";
import { ProofTabs } from "./proof-tabs.tsx";

const words = text.mergeProof;

interface ProofViewProps {
  readonly info: MergeInfo;
  readonly canWrite: boolean;
}

/** What a merge would give: what it changes against each side, what stands out in it, and the form that completes the merge. */
export function ProofView({ info, canWrite }: ProofViewProps) {
  const { data: preview, error, refetch } = useQuery(mergePreviewQuery(info.id, info.changed));
  const { data: checked, error: unchecked } = useQuery(mergeCheckQuery(info.id, info.changed));
  const layout = useDefaultLayout({ id: "strata.merge.proof", storage: localStorage });
  const notes = useMemo(() => preview && proofNotes(preview, checked ?? []), [preview, checked]);
  if (error) {
    return (
      <div className={styles.trouble}>
        <ErrorPanel error={asAppError(error)} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (preview === undefined || notes === undefined) {
    return (
      <p className={styles.making} role="status">
        {words.making}
      </p>
    );
  }
  return (
    <Group className={styles.proof} orientation="horizontal" data-screen="merge-proof" {...layout}>
      <Panel id="changes" minSize={360}>
        <section className={styles.changes} aria-label={words.pane} data-pane="merge-proof" tabIndex={-1}>
          <ProofTabs info={info} result={preview.result} />
        </section>
      </Panel>
      <SplitSeparator label={words.notesPane} />
      <Panel
        id="notes"
        defaultSize={320}
        minSize={240}
        maxSize={560}
        groupResizeBehavior="preserve-pixel-size"
      >
        <section className={styles.side} aria-label={words.notes} data-pane="merge-notes" tabIndex={-1}>
          <CompleteForm key={info.id} info={info} preview={preview} canWrite={canWrite} />
          <NoteList
            merge={info.id}
            notes={notes}
            isChecking={checked === undefined && unchecked === null}
            whole={wholeOf(info, preview.result)}
          />
          {unchecked && (
            <div className={styles.trouble}>
              <ErrorPanel error={asAppError(unchecked)} />
            </div>
          )}
        </section>
      </Panel>
    </Group>
  );
}

/** Says that the result is one side as it was, with nothing of the other; undefined for anything else. */
function wholeOf({ ours, theirs }: MergeInfo, result: string): string | undefined {
  if (ours.ca_id === theirs.ca_id) return undefined;
  if (result === ours.ca_id) return words.whole(ours.name, theirs.name);
  return result === theirs.ca_id ? words.whole(theirs.name, ours.name) : undefined;
}
