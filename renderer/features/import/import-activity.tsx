import { Pause, Play, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, IconButton } from "../../components/button.tsx";
import { LabelDot } from "../../components/label-dot.tsx";
import { WithMenu } from "../../components/menu.tsx";
import { ProgressBar } from "../../components/progress-bar.tsx";
import { type RunningImport, useImports } from "../../model/import/imports.ts";
import { cancelImport, notRun, pauseImport } from "../../model/import/queue.ts";
import { text } from "../../strings/index.ts";
import { describeActivity } from "./activity-words.ts";
import styles from "./import-activity.module.css";

const words = text.importing.activity;

/** The import that is under way, in the window's status bar. */
export function ImportActivity() {
  const running = useImports((state) => state.running);
  if (running === null) return null;
  return (
    <section className={styles.strip} aria-label={words.title(running.plan.input.label)} data-activity>
      <Progress running={running} />
      <Controls paused={running.paused} stopping={running.stopping} />
      <Waiting />
      <Spoken />
    </section>
  );
}

function Progress({ running }: { readonly running: RunningImport }) {
  const { label } = running.plan.input;
  const { phase, done, files, facts } = describeActivity(running);
  return (
    <>
      <LabelDot name={label} />
      <span className={styles.label} title={label}>
        {label}
      </span>
      <span className={styles.phase}>{phase}</span>
      <div className={styles.bar}>
        <ProgressBar label={words.progress(label)} value={done} paused={running.paused} />
      </div>
      <span className={`mono ${styles.files}`}>{files}</span>
      <span className={`muted ${styles.facts}`} title={facts.join(", ")}>
        {facts.join(" · ")}
      </span>
    </>
  );
}

function Controls({ paused, stopping }: { readonly paused: boolean; readonly stopping: boolean }) {
  return (
    <>
      <IconButton
        label={paused ? words.resume : words.pause}
        icon={paused ? <Play size={14} /> : <Pause size={14} />}
        disabled={stopping}
        onClick={() => pauseImport(!paused)}
      />
      <IconButton label={words.cancel} icon={<X size={14} />} disabled={stopping} onClick={cancelImport} />
    </>
  );
}

/** Lists the imports that wait; each can be removed. */
function Waiting() {
  const waiting = useImports((state) => state.waiting);
  if (waiting.length === 0) return null;
  const items = () =>
    waiting.map((plan) => ({
      text: words.notTake(plan.input.label),
      icon: <X size={14} />,
      run: () => notRun(plan),
    }));
  return (
    <WithMenu items={items}>
      <Button variant="quiet" className={styles.waiting ?? ""}>
        {words.waiting(waiting.length)}
      </Button>
    </WithMenu>
  );
}

/** The interval of spoken progress for screen readers, in ms. */
const SPOKEN = 10_000;

function Spoken() {
  const [said, say] = useState("");
  useEffect(() => {
    const timer = setInterval(() => {
      const { running } = useImports.getState();
      if (running === null) return;
      const { phase, files, facts } = describeActivity(running);
      say([words.title(running.plan.input.label), phase, files, facts.at(-1)].filter(Boolean).join(", "));
    }, SPOKEN);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="visually-hidden" role="status">
      {said}
    </p>
  );
}
