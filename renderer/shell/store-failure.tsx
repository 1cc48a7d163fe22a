import { useMutation, useQuery } from "@tanstack/react-query";
import { ArrowRight, Copy, DatabaseZap, FolderOpen, ShieldCheck } from "lucide-react";
import { useEffect, useRef } from "react";
import { type AppError, ask, shell } from "../api/bridge.ts";
import { infoQuery } from "../api/queries.ts";
import { Button } from "../components/button.tsx";
import { chooseDefaultStore, chooseStore, reopenStore, reveal } from "../model/store/actions.ts";
import { detailsOf, ErrorPanel } from "../shared/error-panel.tsx";
import { type RecoverReport, useDialogs } from "../state/dialogs.ts";
import { useReady } from "../state/ready.ts";
import { text } from "../strings/index.ts";
import { type FailureStep, failureKind, stepsFor } from "./failure-kind.ts";
import { RecoveryLoss } from "./recovery-loss.tsx";
import styles from "./store-failure.module.css";

interface StoreFailureProps {
  readonly error: AppError;
  readonly folder: string;
  readonly retrying: boolean;
}

/** Stands in the window's place when the store does not open: what failed, whether anything is lost, what to do. */
export function StoreFailure({ error, folder, retrying }: StoreFailureProps) {
  const words = text.shell.failure;
  useReady();
  const { data: info } = useQuery(infoQuery());
  const recover = useRecover();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);

  const busy = retrying || recover.isPending;
  const kind = failureKind(error);
  const steps: Record<FailureStep, { text: string; run(): void }> = {
    recover: {
      text: recover.isPending ? words.recovering : words.recover,
      run: () => recover.mutate(),
    },
    retry: { text: retrying ? words.retrying : words.retry, run: () => void reopenStore() },
    choose: { text: words.choose, run: () => void chooseStore() },
    default: { text: words.useDefault, run: () => void chooseDefaultStore() },
  };

  return (
    <main className={styles.screen}>
      <div className={styles.card} role="alert" aria-busy={busy}>
        <div className={styles.head}>
          <DatabaseZap size={28} aria-hidden />
          <h1>{words.titles[kind]}</h1>
        </div>
        <div className={styles.facts}>
          <ShieldCheck size={16} aria-hidden />
          <p>{words.safety[kind]}</p>
          <ArrowRight size={16} aria-hidden />
          <p>{words.next[kind]}</p>
        </div>
        <p className={`mono selectable ${styles.said}`}>{error.message}</p>
        {kind === "damaged" && <RecoveryLoss />}
        {recover.error && <ErrorPanel error={recover.error} />}
        <div className={styles.actions}>
          {stepsFor(kind, info === undefined || folder === info.defaultStore).map((step, no) => (
            <Button
              key={step}
              {...(no === 0 && { ref: first, variant: "primary" })}
              disabled={busy}
              onClick={steps[step].run}
            >
              {steps[step].text}
            </Button>
          ))}
          {folder !== "" && (
            <Button variant="quiet" icon={<FolderOpen size={14} />} onClick={() => void reveal(folder)}>
              {words.reveal}
            </Button>
          )}
          <Button
            variant="quiet"
            icon={<Copy size={14} />}
            onClick={() => void shell({ do: "copy", text: detailsOf(error) })}
          >
            {words.copy}
          </Button>
        </div>
      </div>
    </main>
  );
}

/** Brings back the newest good copy of the store's database, opens the store, and tells what was done. */
function useRecover() {
  return useMutation<RecoverReport, AppError>({
    mutationFn: () => ask("recover", {}),
    onSuccess: async (report) => {
      await reopenStore();
      useDialogs.getState().show({ name: "recovered", report });
    },
  });
}
