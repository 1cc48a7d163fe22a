import type { Ref } from "react";
import { diskName } from "../../components/disk-paths.ts";
import { TextField } from "../../components/field.tsx";
import { LabelDot } from "../../components/label-dot.tsx";
import { text } from "../../strings/index.ts";
import type { ImportForm } from "./import-form.ts";
import styles from "./label-field.module.css";

const words = text.importing;

/** The label that gets the snapshot, and whether it is there already. */
export function LabelField({
  form,
  ref,
}: {
  readonly form: ImportForm;
  readonly ref: Ref<HTMLInputElement>;
}) {
  const { value, set, problem } = form.label;
  return (
    <TextField
      ref={ref}
      label={words.label}
      value={value}
      onChange={set}
      placeholder={form.counting ? words.findingName : words.chooseName}
      problem={problem}
      hint={
        <span className={styles.hint}>
          {value !== "" && <LabelDot name={value} />}
          <span>{hintOf(form)}</span>
        </span>
      }
    />
  );
}

/** Something stands there always, so that nothing below moves. */
function hintOf({ label: { value, target }, found }: ImportForm): string {
  if (value === "" || target === undefined) return " ";
  if (target === null) return found?.real_name ? words.newLabelOf(found.real_name) : words.newLabel;
  const { folder } = target;
  const isItsOwn = folder === null || !found?.folder || folder === found.folder;
  return isItsOwn ? words.knownLabel : words.labelOfAnother(diskName(folder));
}
