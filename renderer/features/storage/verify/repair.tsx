import { bytes, shortTime } from "../../../components/format.ts";
import type { Repair } from "../../../model/storage/store-check.ts";
import { text } from "../../../strings/index.ts";
import { Problems } from "./problems.tsx";
import { Verdict } from "./verdict.tsx";
import styles from "./verify.module.css";

const words = text.storage.repair;

/** Says what a repair would do, and what it touches, before it is made. */
export function Plan({ plan }: { readonly plan: Repair }) {
  if (plan.ok) return <Verdict isGood what={text.storage.verify.good} about={words.nothing} />;
  return (
    <>
      <Verdict
        what={plan.steps.length > 0 ? words.would : words.cannot}
        about={plan.database_lost ? words.databaseLost : words.about}
      />
      <Steps steps={plan.steps} />
      <Problems problems={plan.problems} />
    </>
  );
}

/** Says what a repair did, and what is left. */
export function Repaired({ outcome }: { readonly outcome: Repair }) {
  const { ok, steps, remaining = [] } = outcome;
  return (
    <>
      <Verdict
        isGood={ok}
        what={ok ? words.done : words.left(remaining.length)}
        about={ok ? words.doneAbout : words.leftAbout}
      />
      <Steps steps={steps} />
      <Problems problems={remaining} />
    </>
  );
}

function Steps({ steps }: Pick<Repair, "steps">) {
  return (
    <ul className={styles.problems}>
      {steps.map((step) => (
        <li key={JSON.stringify(step)}>
          <p className="selectable">{sentence(step)}</p>
          {step.do === "restore-database" && <p className="muted selectable">{lossOf(step)}</p>}
        </li>
      ))}
    </ul>
  );
}

type Step = Repair["steps"][number];

function sentence(step: Step): string {
  switch (step.do) {
    case "set-aside-pack":
      return words.setAsidePack(step.pack, bytes(step.bytes), step.kept, step.lost);
    case "set-aside-frame":
      return words.setAsideFrame(step.kept, step.lost);
    case "forget-packs":
      return words.forgetPacks(step.packs.length);
    case "rebuild-index":
      return words.rebuildIndex;
    case "write-description":
      return words.writeDescription;
    case "restore-database":
      return words.restoreDatabase(shortTime(step.copy_made_at), step.asked);
  }
}

function lossOf({ known, moves, labels, mounts, merges }: Extract<Step, { do: "restore-database" }>): string {
  return known ? words.loses(moves, labels, mounts + merges) : words.losesUnknown;
}
