import { CircleAlert, CircleCheck } from "lucide-react";
import { Button } from "../components/button.tsx";
import { bytes, count } from "../components/format.ts";
import { Modal } from "../components/modal.tsx";
import { ProgressBar } from "../components/progress-bar.tsx";
import { ErrorPanel } from "../shared/error-panel.tsx";
import { useDialog, useDialogs } from "../state/dialogs.ts";
import { text } from "../strings/index.ts";
import styles from "./verify-dialog.module.css";
import { useVerify, type VerifyReport, type VerifyRun } from "./verify-run.ts";

/** The most problems that are listed. */
const SHOWN = 50;

/** Checks everything in the store while it is open, and tells what was found. */
export function VerifyDialog() {
  return useDialog("verify") && <Verify />;
}

function Verify() {
  const words = text.shell.verify;
  const { close } = useDialogs.getState();
  const run = useVerify();
  return (
    <Modal
      title={words.title}
      about={words.about}
      wide
      onClose={close}
      footer={<Button onClick={close}>{run.state === "running" ? words.stop : words.close}</Button>}
    >
      <div className={styles.body} aria-live="polite">
        <Outcome run={run} />
      </div>
    </Modal>
  );
}

function Outcome({ run }: { readonly run: VerifyRun }) {
  const words = text.shell.verify;
  if (run.state === "failed") return <ErrorPanel error={run.error} />;
  if (run.state === "done") return run.report.ok ? <Good report={run.report} /> : <Bad report={run.report} />;
  const { progress } = run;
  const value = progress && progress.total > 0 ? progress.done / progress.total : undefined;
  return (
    <>
      <p>{progress ? words.phases[progress.phase] : words.starting}</p>
      <ProgressBar label={words.title} value={value} />
    </>
  );
}

function Good({ report }: { readonly report: VerifyReport }) {
  const words = text.shell.verify;
  return (
    <div className={styles.outcome}>
      <CircleCheck size={20} className={styles.good} aria-hidden />
      <div>
        <p className={styles.what}>{words.good}</p>
        <p className="muted">{words.goodAbout(count(report.objects), bytes(report.bytes))}</p>
      </div>
    </div>
  );
}

function Bad({ report: { problems } }: { readonly report: VerifyReport }) {
  const words = text.shell.verify;
  return (
    <>
      <div className={styles.outcome}>
        <CircleAlert size={20} className={styles.bad} aria-hidden />
        <div>
          <p className={styles.what}>{words.bad(problems.length)}</p>
          <p className="muted">{words.badAbout}</p>
        </div>
      </div>
      <ul className={styles.problems}>
        {problems.slice(0, SHOWN).map(({ code, message, id = "", pack = "", labels = [], paths = [] }) => (
          <li key={`${code} ${id} ${pack} ${message}`}>
            <p className="selectable">{message}</p>
            <p className="muted selectable">{words.touches(labels, paths)}</p>
          </li>
        ))}
      </ul>
      {problems.length > SHOWN && <p className="muted">{words.more(problems.length - SHOWN)}</p>}
    </>
  );
}
