import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AppError } from "../../api/bridge.ts";
import { labelsQuery } from "../../api/queries.ts";
import { SearchField } from "../../components/field.tsx";
import { LabelDot } from "../../components/label-dot.tsx";
import { VirtualList } from "../../components/virtual-list.tsx";
import { mergeInto } from "../../model/merge/merges.ts";
import { FormModal } from "../../shared/forms/form-modal.tsx";
import { type DialogRequest, useClose, useDialog } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";
import styles from "./into.module.css";

const words = text.merge;
type Request = Extract<DialogRequest, { name: "merge-into" }>;

/** Asks for the label that a snapshot is merged into, and starts the merge. */
export function IntoDialog() {
  const request = useDialog("merge-into");
  return request && <Into key={`${request.label} ${request.index}`} request={request} />;
}

function Into({ request: { label, index, title, into: proposed } }: { readonly request: Request }) {
  const close = useClose();
  const [filter, setFilter] = useState("");
  const [chosen, setChosen] = useState(proposed);
  const { data } = useQuery(labelsQuery({ filter, sort: "recent", deleted: false }, 0));
  // The proposed label comes first: it may be far down in the list.
  const first = proposed !== undefined && filter === "" ? [proposed] : [];
  const found = (data?.labels ?? []).map(({ name }) => name);
  const labels = [...first, ...found.filter((name) => name !== label && !first.includes(name))];
  const into = labels.find((name) => name === chosen) ?? labels[0];
  const start = useMutation<unknown, AppError, string>({
    mutationFn: (chosen) => mergeInto(chosen, label, index),
    onSuccess: close,
  });
  const submit = () => {
    if (into !== undefined && !start.isPending) start.mutate(into);
  };
  return (
    <FormModal
      title={words.mergeIntoTitle(title)}
      about={words.mergeIntoAbout}
      submit={words.mergeStart}
      canSubmit={into !== undefined}
      isPending={start.isPending}
      error={start.error}
      onSubmit={submit}
      onClose={close}
    >
      <SearchField label={text.labels.filter} value={filter} onChange={setFilter} />
      <VirtualList
        label={text.labels.title}
        firstFocus
        count={labels.length}
        rowHeight={28}
        selected={into === undefined ? -1 : labels.indexOf(into)}
        onSelect={(row) => setChosen(labels[row])}
        onOpen={submit}
        rowProps={(row) => ({ "data-label": labels[row] })}
        renderRow={(row) => {
          const name = labels[row] ?? "";
          return (
            <div className={styles.row}>
              <LabelDot name={name} />
              <span className="ellipsis">{name}</span>
            </div>
          );
        }}
        className={styles.list ?? ""}
      />
    </FormModal>
  );
}
