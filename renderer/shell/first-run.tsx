import { useMutation, useQuery } from "@tanstack/react-query";
import { FolderDown } from "lucide-react";
import type { ReactNode } from "react";
import { type AppError, shell } from "../api/bridge.ts";
import { infoQuery } from "../api/queries.ts";
import { labelsChanged } from "../api/stale.ts";
import { useWritable } from "../api/writable.ts";
import { Button } from "../components/button.tsx";
import { ProgressBar } from "../components/progress-bar.tsx";
import { describeActivity } from "../features/import/activity-words.ts";
import { tellFailed } from "../model/attempt.ts";
import { type RunningImport, useImports } from "../model/import/imports.ts";
import { startImport } from "../model/import/start.ts";
import { useReady } from "../state/ready.ts";
import { useSelection } from "../state/selection.ts";
import { text } from "../strings/index.ts";
import styles from "./first-run.module.css";

const words = text.shell.first;

/** Stands in the place of the panes while the store never had a label. */
export function FirstRun() {
  useReady();
  const { data: info } = useQuery(infoQuery());
  const canWrite = useWritable();
  const sample = useMutation<{ label: string }, AppError>({
    mutationFn: () => shell({ do: "sample" }),
    onSuccess: ({ label }) => {
      useSelection.getState().chooseLabel(label);
      return labelsChanged(label);
    },
    onError: (thrown) => tellFailed(words.sampleFailed, thrown),
  });
  const running = useImports((state) => state.running);
  if (running !== null) {
    return (
      <Zone>
        <FirstImport running={running} />
      </Zone>
    );
  }
  return (
    <Zone>
      <h1>{words.title}</h1>
      <p className="muted">{words.about}</p>
      <p className={styles.drop}>{words.drop}</p>
      <div className={styles.actions}>
        <Button variant="primary" disabled={!canWrite} onClick={() => void startImport()}>
          {words.choose}
        </Button>
        <Button
          variant="quiet"
          disabled={!canWrite || sample.isPending || sample.isSuccess}
          onClick={() => sample.mutate()}
        >
          {sample.isPending ? words.sampling : words.sample}
        </Button>
      </div>
      {info && <p className={styles.place}>{words.place(info.store.folder)}</p>}
    </Zone>
  );
}

/** Shows the progress of the very first import, in the middle of the empty window. */
function FirstImport({ running }: { readonly running: RunningImport }) {
  const { label } = running.plan.input;
  const { phase, done, files, facts } = describeActivity(running);
  return (
    <>
      <h1>{text.importing.activity.title(label)}</h1>
      <div className={styles.bar}>
        <ProgressBar label={phase} value={done} paused={running.paused} />
      </div>
      <p className={styles.line}>{[phase, files].filter(Boolean).join(" · ")}</p>
      <p className={`muted ${styles.line}`}>{facts.join(" · ")}</p>
    </>
  );
}

function Zone({ children }: { readonly children: ReactNode }) {
  return (
    <main className={styles.first} data-screen="first-run">
      <div className={styles.zone}>
        <FolderDown size={40} strokeWidth={1.5} aria-hidden />
        {children}
      </div>
    </main>
  );
}
