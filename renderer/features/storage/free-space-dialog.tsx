import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { asAppError } from "../../api/bridge.ts";
import { type CollectionPlan, planQuery } from "../../api/storage.ts";
import { Button } from "../../components/button.tsx";
import { CheckField } from "../../components/field.tsx";
import { bytes } from "../../components/format.ts";
import { Modal } from "../../components/modal.tsx";
import { type FreeingRun, useFreeing } from "../../model/storage/free-space.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { ConfirmModal } from "../../shared/forms/confirm-modal.tsx";
import { useClose, useDialog } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";
import { RunningModal } from "./running-modal.tsx";
import styles from "./storage.module.css";

const words = text.space;
/** The most labels that are listed. */
const LISTED = 100;

/** Shows what a collection would take, takes it when confirmed, and tells what it took. */
export function FreeSpaceDialog() {
  const request = useDialog("free-space");
  return request === null ? null : <FreeSpace deletedFirst={request.deletedToo} />;
}

function FreeSpace({ deletedFirst }: { readonly deletedFirst: boolean }) {
  const close = useClose();
  const [deletedToo, setDeletedToo] = useState(deletedFirst);
  const { run, start, stop } = useFreeing();
  if (run.state === "running") {
    const { progress } = run;
    const doing = progress ? words.phases[progress.phase] : words.planning;
    return <RunningModal title={words.freeTitle} doing={doing} progress={progress} onStop={stop} />;
  }
  if (run.state === "stopped") return <Stopped freed={run.freed} onClose={close} />;
  if (run.state === "done") return <Receipt report={run.report} onClose={close} />;
  return (
    <Asking
      error={run.error}
      deletedToo={deletedToo}
      onDeletedToo={setDeletedToo}
      onStart={() => void start(deletedToo)}
      onClose={close}
    />
  );
}

interface AskingProps {
  readonly error: Extract<FreeingRun, { state: "asking" }>["error"];
  readonly deletedToo: boolean;
  readonly onDeletedToo: (deletedToo: boolean) => void;
  readonly onStart: () => void;
  readonly onClose: () => void;
}

function Asking({ error, deletedToo, onDeletedToo, onStart, onClose }: AskingProps) {
  const { data: plan, error: unplanned, refetch } = useQuery(planQuery(deletedToo));
  const goes = plan !== undefined && !isIdle(plan);
  return (
    <ConfirmModal
      title={words.freeTitle}
      about={words.freeAbout}
      wide
      confirm={words.confirm}
      canConfirm={goes}
      onConfirm={onStart}
      onCancel={onClose}
    >
      {error ? (
        <ErrorPanel error={error} onRetry={onStart} />
      ) : unplanned ? (
        <ErrorPanel error={asAppError(unplanned)} onRetry={() => void refetch()} />
      ) : (
        <div role="status" className={styles.plan}>
          {plan === undefined ? <p>{words.planning}</p> : <Plan plan={plan} />}
        </div>
      )}
      <CheckField label={words.deletedToo} checked={deletedToo} onChange={onDeletedToo} />
    </ConfirmModal>
  );
}

function isIdle({ deleted, pruned_entries, packs }: CollectionPlan): boolean {
  return deleted + pruned_entries + packs.dropped + packs.rewritten === 0;
}

function Plan({ plan }: { readonly plan: CollectionPlan }) {
  const { freed_bytes, pruned_entries, deleted, packs, labels } = plan;
  if (isIdle(plan)) return <p>{words.nothing}</p>;
  return (
    <>
      <p>
        <strong>{words.wouldFree(bytes(Math.max(0, freed_bytes)))}</strong>
      </p>
      <p>
        {words.takesMoves(pruned_entries, deleted)} {words.packs(packs.dropped, packs.rewritten)}
      </p>
      {labels.length > 0 && (
        <ul className={styles.gone}>
          {labels.slice(0, LISTED).map(({ label, kept, deleted: gone, thinned }) => (
            <li key={label}>
              <span className="ellipsis">{label}</span>
              <span className="muted">
                {words.ofLabel(gone.length + thinned.length, gone.length + thinned.length + kept)}
              </span>
            </li>
          ))}
          {labels.length > LISTED && <li className="muted">{words.goneMore(labels.length - LISTED)}</li>}
        </ul>
      )}
    </>
  );
}

function Receipt({ report, onClose }: { readonly report: CollectionPlan; readonly onClose: () => void }) {
  const { freed_bytes, pruned_entries, deleted, notes, stuck } = report;
  return (
    <Modal
      title={words.freed(bytes(Math.max(0, freed_bytes)))}
      onClose={onClose}
      footer={
        <Button data-first-focus onClick={onClose}>
          {words.done}
        </Button>
      }
    >
      <div role="status" className={styles.plan}>
        <p>{words.tookMoves(pruned_entries, deleted)}</p>
        {notes.map((note) => (
          <p key={note} className="selectable">
            {note}
          </p>
        ))}
        {stuck.length > 0 && <p>{words.stuck(stuck.length)}</p>}
      </div>
    </Modal>
  );
}

function Stopped({ freed, onClose }: { readonly freed: number; readonly onClose: () => void }) {
  return (
    <Modal
      title={words.stopped}
      onClose={onClose}
      footer={
        <Button data-first-focus onClick={onClose}>
          {words.done}
        </Button>
      }
    >
      <p role="status" className={styles.plan}>
        {words.stoppedAbout(bytes(freed))}
      </p>
    </Modal>
  );
}
