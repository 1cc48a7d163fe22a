import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { type AppError, asAppError, ask } from "../../api/bridge.ts";
import { retentionPreviewQuery, retentionQuery } from "../../api/queries.ts";
import { labelsChanged } from "../../api/stale.ts";
import { ChoiceList } from "../../components/choice-list.tsx";
import { TextField } from "../../components/field.tsx";
import { useSettled } from "../../components/use-settled.ts";
import {
  formOf,
  type Keep,
  numberIn,
  type Retention,
  RUNGS,
  retentionIn,
} from "../../model/labels/retention-form.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { FormModal } from "../../shared/forms/form-modal.tsx";
import { useClose, useDialog } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";
import styles from "./retention.module.css";

const words = text.retention;
/** How long the numbers have to rest before it is counted what would go, in ms. */
const REST = 150;

/** Sets how much of a label's history is kept, or what the store keeps of labels that do not say. */
export function RetentionDialog() {
  const request = useDialog("retention");
  const label = request?.label ?? null;
  const { data, error } = useQuery({ ...retentionQuery(label), enabled: request !== null });
  if (request === null || (data === undefined && error === null)) return null;
  const own = label === null ? undefined : data?.labels[0];
  return (
    <Edit
      label={label}
      ofStore={data?.store ?? null}
      before={(own?.own ? own.retention : undefined) ?? null}
      damage={error === null ? null : asAppError(error)}
    />
  );
}

interface EditProps {
  /** Null: the store. */
  readonly label: string | null;
  /** The store's default; null where it cannot be read. */
  readonly ofStore: Retention | null;
  /** The label's own; null for none. */
  readonly before: Retention | null;
  /** Why what is stored cannot be read. */
  readonly damage: AppError | null;
}

function Edit({ label, ofStore, before, damage }: EditProps) {
  const close = useClose();
  const [form, setForm] = useState(() => {
    const shown = before ?? ofStore ?? ({ keep: "everything" } as const);
    return formOf(shown, label === null || before !== null || damage !== null ? shown.keep : "default");
  });
  const retention = retentionIn(form);
  const set = useMutation<unknown, AppError>({
    mutationFn: () =>
      ask("retention.set", { retention: retention ?? null, ...(label !== null && { label }) }),
    onSuccess: () => {
      close();
      return labelsChanged(...(label === null ? [] : [label]));
    },
  });
  const number = (name: string, value: string, least: number, change: (typed: string) => void) => (
    <TextField
      key={name}
      label={name}
      inputMode="numeric"
      value={value}
      onChange={change}
      problem={numberIn(value, least) === undefined ? words.number(least) : undefined}
    />
  );
  const fields: Partial<Record<Keep, ReactNode>> = {
    last: (
      <div className={styles.number}>
        {number(words.moves, form.moves, 1, (moves) => setForm({ ...form, moves }))}
      </div>
    ),
    days: (
      <div className={styles.number}>
        {number(words.days, form.days, 1, (days) => setForm({ ...form, days }))}
      </div>
    ),
    ladder: (
      <div className={styles.rungs}>
        {RUNGS.map((rung) =>
          number(words.rungs[rung], form.ladder[rung], 0, (typed) =>
            setForm({ ...form, ladder: { ...form.ladder, [rung]: typed } }),
          ),
        )}
      </div>
    ),
  };
  const { kinds } = words;
  const keeps = ["everything", "last", "days", "ladder"] as const;
  const options = keeps.map((value) => ({
    value: value as Keep,
    text: kinds[value] as string,
    fields: fields[value],
  }));
  if (label !== null) options.unshift({ value: "default", text: kinds.default(ofStore), fields: undefined });
  return (
    <FormModal
      title={label === null ? words.titleOfStore : words.title(label)}
      about={label === null ? words.aboutStore : words.about}
      submit={words.save}
      canSubmit={retention !== undefined}
      isPending={set.isPending}
      error={set.error}
      onSubmit={() => set.mutate()}
      onClose={close}
    >
      {damage && <ErrorPanel error={damage} />}
      <ChoiceList
        label={words.choices}
        value={form.keep}
        options={options}
        onChange={(keep) => setForm({ ...form, keep })}
      />
      <Preview label={label} retention={retention} />
    </FormModal>
  );
}

/** Says how many moves would go, as the numbers are typed. */
function Preview({
  label,
  retention,
}: {
  readonly label: string | null;
  readonly retention: Retention | null | undefined;
}) {
  // As text, which is the same while it says the same.
  const settled = useSettled(JSON.stringify(retention), REST);
  const wanted = settled === undefined ? undefined : (JSON.parse(settled) as Retention | null);
  const { data, error } = useQuery({
    ...retentionPreviewQuery(label, wanted ?? null),
    enabled: wanted !== undefined,
  });
  return (
    <div className={styles.preview} role="status">
      <p>
        {error
          ? asAppError(error).message
          : data && wanted !== undefined
            ? words.wouldGo(data)
            : words.counting}
      </p>
      <p className="muted">{words.later}</p>
    </div>
  );
}
