import { useMutation, useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { CommandInput } from "../../../core/api/registry/invoke.ts";
import { type AppError, asAppError, ask } from "../../api/bridge.ts";
import { labelsChanged } from "../../api/stale.ts";
import { type LabelSpace, type Simulation, simulationQuery } from "../../api/storage.ts";
import { Button } from "../../components/button.tsx";
import { CheckField, Choice } from "../../components/field.tsx";
import { bytes, shortTime } from "../../components/format.ts";
import { SelectField } from "../../components/select-field.tsx";
import { useSettled } from "../../components/use-settled.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { Fold } from "../../shared/forms/path-list.tsx";
import { useNotices } from "../../state/notices.ts";
import { text } from "../../strings/index.ts";
import { MovesTimeline } from "./moves-timeline.tsx";
import styles from "./storage.module.css";

const words = text.space;
/** How long the controls have to rest before it is asked what they come to, in ms. */
const REST = 100;
/** The name of the store among the subjects, which no label can have. */
const STORE = "";
const MOST_DAYS = 730;

type Retention = NonNullable<CommandInput<"retention.set">["retention"]>;
type Keep = Retention["keep"];
const KEEPS = ["everything", "last", "days", "ladder"] as const satisfies Keep[];
const LADDER: Retention = {
  keep: "ladder",
  last: 10,
  hourly: 48,
  daily: 7,
  weekly: 4,
  monthly: 24,
  yearly: 3,
};

interface SimulatorProps {
  readonly labels: readonly LabelSpace[];
  readonly canWrite: boolean;
}

/** Tries a retention: which moves would go, and what would really become free. */
export function Simulator({ labels, canWrite }: SimulatorProps) {
  const alive = labels.filter(({ deleted }) => !deleted);
  const [subject, setSubject] = useState(alive.length === 1 ? (alive[0]?.label ?? STORE) : STORE);
  const [keep, setKeep] = useState<Keep>("last");
  const [moves, setMoves] = useState(10);
  const [days, setDays] = useState(30);
  const [deletedToo, setDeletedToo] = useState(false);
  const most = Math.max(
    2,
    ...alive.filter(({ label }) => subject === STORE || label === subject).map((each) => each.moves),
  );
  const retention = retentionOf(keep, { moves: Math.min(moves, most), days });
  const label = subject === STORE ? {} : { label: subject };
  const apply = useMutation<unknown, AppError>({
    mutationFn: () => ask("retention.set", { ...label, retention }),
    onSuccess: () => {
      useNotices
        .getState()
        .tell({ kind: "done", text: words.applied(subject === STORE ? words.ofStore : subject) });
      return labelsChanged(...(subject === STORE ? [] : [subject]));
    },
  });
  return (
    <section className={styles.part} aria-label={words.simulator} data-screen="simulator">
      <h3>{words.simulator}</h3>
      <p className="muted">{words.simulatorAbout}</p>
      <div className={styles.controls}>
        <SelectField
          label={words.subject}
          value={subject}
          options={[
            { value: STORE, text: words.subjects.store },
            ...alive.map((each) => ({ value: each.label, text: each.label })),
          ]}
          onChange={setSubject}
        />
        <Choice
          label={words.keep}
          value={keep}
          options={KEEPS.map((value) => ({ value, text: words.kinds[value] }))}
          onChange={setKeep}
        />
        {keep === "last" && (
          <Slider
            name={words.lastMoves(Math.min(moves, most))}
            value={Math.min(moves, most)}
            most={most}
            onChange={setMoves}
          />
        )}
        {keep === "days" && (
          <Slider name={words.lastDays(days)} value={days} most={MOST_DAYS} onChange={setDays} />
        )}
        {keep === "ladder" && <p className="muted">{words.ladder}</p>}
        <CheckField label={words.deletedToo} checked={deletedToo} onChange={setDeletedToo} />
      </div>
      <Outcome input={{ ...label, retention, deleted_labels: deletedToo }} />
      {apply.error && <ErrorPanel error={apply.error} />}
      <div className={styles.actions}>
        <Button disabled={!canWrite || apply.isPending} onClick={() => apply.mutate()}>
          {words.apply}
        </Button>
      </div>
    </section>
  );
}

function retentionOf(
  keep: Keep,
  { moves, days }: { readonly moves: number; readonly days: number },
): Retention {
  switch (keep) {
    case "everything":
      return { keep };
    case "last":
      return { keep, moves };
    case "days":
      return { keep, days };
    case "ladder":
      return LADDER;
  }
}

interface SliderProps {
  readonly name: string;
  readonly value: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}

/** A number from 1, which moves along a line. */
function Slider({ name, value, most, onChange }: SliderProps) {
  const id = useId();
  return (
    <div className={styles.slider}>
      <label htmlFor={id}>{name}</label>
      <input
        id={id}
        type="range"
        min={1}
        max={most}
        value={value}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
    </div>
  );
}

/** What the controls come to, as they are moved. */
function Outcome({ input }: { readonly input: CommandInput<"space.simulate"> }) {
  // As text, which is the same while it says the same.
  const settled = useSettled(JSON.stringify(input), REST);
  const { data, error, refetch } = useQuery(
    simulationQuery(JSON.parse(settled) as CommandInput<"space.simulate">),
  );
  if (error) return <ErrorPanel error={asAppError(error)} onRetry={() => void refetch()} />;
  return (
    <div className={styles.outcome}>
      <p role="status" className={styles.comes}>
        {data === undefined ? (
          words.counting
        ) : (
          <>
            <strong>{words.frees(bytes(data.freed_bytes))}</strong>
            <span>{words.goes(data.dropped, data.moves)}</span>
          </>
        )}
      </p>
      {data && <MovesTimeline simulation={data} />}
      {data && data.dropped > 0 && <Gone simulation={data} />}
    </div>
  );
}

function Gone({ simulation: { gone, dropped } }: { readonly simulation: Simulation }) {
  return (
    <Fold title={words.gone(dropped)}>
      <ul className={styles.gone}>
        {gone.map(({ label, seq, at }) => (
          <li key={seq}>
            <span className="ellipsis">{label}</span>
            <span className="muted">{shortTime(at)}</span>
          </li>
        ))}
        {dropped > gone.length && <li className="muted">{words.goneMore(dropped - gone.length)}</li>}
      </ul>
    </Fold>
  );
}
