import { Button } from "../../../components/button.tsx";
import { bytes, count } from "../../../components/format.ts";
import { ProgressBar } from "../../../components/progress-bar.tsx";
import type { CheckStep, StoreCheck, VerifyReport } from "../../../model/storage/store-check.ts";
import { ErrorPanel } from "../../../shared/error-panel.tsx";
import { text } from "../../../strings/index.ts";
import { Problems } from "./problems.tsx";
import { Plan, Repaired } from "./repair.tsx";
import { Verdict } from "./verdict.tsx";

const words = text.storage.verify;

/** Shows how far a check or a repair of the store is, or what came of it. */
export function CheckOutcome({ step }: { readonly step: CheckStep }) {
  switch (step.at) {
    case "idle":
      return null;
    case "failed":
      return <ErrorPanel error={step.error} />;
    case "verified":
      return <Verified report={step.report} isQuick={step.isQuick} />;
    case "planned":
      return <Plan plan={step.plan} />;
    case "repaired":
      return <Repaired outcome={step.outcome} />;
    case "working":
      return <Working step={step} />;
  }
}

/** The buttons for what can be done next. */
export function CheckActions({ check }: { readonly check: StoreCheck }) {
  const { step } = check;
  if (step.at === "working") {
    return (
      <>
        {step.doing === "verify" && !step.isQuick && (
          <Button onClick={() => void check.verify(true)}>{words.quick}</Button>
        )}
        {step.isPaused ? (
          <Button onClick={check.resume}>{words.resume}</Button>
        ) : (
          <Button onClick={check.pause}>{words.pause}</Button>
        )}
      </>
    );
  }
  if (step.at === "verified" && step.report.ok && step.isQuick)
    return <Button onClick={() => void check.verify(false)}>{words.full}</Button>;
  if (step.at === "verified" && !step.report.ok)
    return <Button onClick={() => void check.plan()}>{words.plan}</Button>;
  if (step.at !== "planned") return null;
  const { steps } = step.plan;
  const others = steps.some((each) => each.do !== "restore-database");
  return (
    <>
      {steps.some((each) => each.do === "restore-database") && (
        <Button variant="danger" onClick={() => void check.repair(true)}>
          {words.restoreDatabase}
        </Button>
      )}
      {others && <Button onClick={() => void check.repair(false)}>{words.repair}</Button>}
    </>
  );
}

function Working({
  step: { doing, progress, isPaused },
}: {
  readonly step: Extract<CheckStep, { at: "working" }>;
}) {
  const value = progress && progress.total > 0 ? Math.min(1, progress.done / progress.total) : undefined;
  return (
    <>
      <p>{isPaused ? words.paused : progress ? words.phases[progress.phase] : words.starting[doing]}</p>
      <ProgressBar label={words.title} value={value} />
    </>
  );
}

function Verified({ report, isQuick }: { readonly report: VerifyReport; readonly isQuick: boolean }) {
  if (report.ok) {
    const about = isQuick ? words.quickAbout : words.goodAbout(count(report.objects), bytes(report.bytes));
    return <Verdict isGood what={words.good} about={about} />;
  }
  return (
    <>
      <Verdict what={words.bad(report.problems.length)} about={words.badAbout} />
      <Problems problems={report.problems} />
    </>
  );
}
