import { useMutation } from "@tanstack/react-query";
import { CheckCheck } from "lucide-react";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { labelNameProblem } from "../../../../core/labels/label-name-problem.ts";
import type { AppError } from "../../../api/bridge.ts";
import type { MergeInfo, MergePreview } from "../../../api/merges.ts";
import { Button } from "../../../components/button.tsx";
import { TextArea } from "../../../components/field.tsx";
import { completeMerge } from "../../../model/merge/merges.ts";
import { goToNote } from "../../../model/merge/proof.ts";
import { ErrorPanel } from "../../../shared/error-panel.tsx";
import { NameField } from "../../../shared/forms/name-field.tsx";
import { text } from "../../../strings/index.ts";
import styles from "./proof.module.css";
import { useCompleteKey } from "./use-complete-key.ts";

const words = text.merge;
const { mergeProof } = text;

interface CompleteFormProps {
  readonly info: MergeInfo;
  readonly preview: MergePreview;
  readonly canWrite: boolean;
}

/** Completes a merge with a message; while files are open, says which is next. */
export function CompleteForm({ info, preview, canWrite }: CompleteFormProps) {
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [message, setMessage] = useState("");
  const [name, setName] = useState("");
  const isUnnamed = info.label === null;
  const complete = useMutation<unknown, AppError>({
    mutationFn: () => completeMerge(info, { message: message.trim(), ...(isUnnamed && { label: name }) }),
  });
  const [next] = preview.open;
  const isComplete = preview.complete && info.files.open === 0;
  const canComplete =
    isComplete && canWrite && !complete.isPending && (!isUnnamed || labelNameProblem(name) === undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (canComplete) complete.mutate();
  };
  useCompleteKey(() => form.current?.requestSubmit());
  useEffect(() => {
    // Whoever came to complete the merge can type at once.
    if (isComplete) form.current?.querySelector<HTMLElement>("input, textarea")?.focus();
  }, [isComplete]);
  return (
    <form ref={form} className={styles.complete} aria-label={words.complete} onSubmit={submit}>
      {isUnnamed && <NameField value={name} onChange={setName} />}
      <TextArea label={words.message} value={message} rows={3} onChange={setMessage} />
      {complete.error && <ErrorPanel error={complete.error} />}
      <p id={id} className="muted" data-proof-state={isComplete ? "complete" : "open"}>
        {isComplete ? aboutOf(info) : mergeProof.openFiles(preview.open.length)}
      </p>
      <div className={styles.buttons}>
        {next !== undefined && (
          <Button
            title={mergeProof.nextOpenIs(next)}
            onClick={() => goToNote(info.id, { path: next, line: null })}
          >
            {mergeProof.nextOpen}
          </Button>
        )}
        <Button
          type="submit"
          variant="primary"
          icon={<CheckCheck size={14} />}
          disabled={!canComplete}
          aria-describedby={id}
        >
          {words.complete}
        </Button>
      </div>
    </form>
  );
}

function aboutOf({ mount, label }: MergeInfo): string {
  if (label === null) return words.completeUnnamed;
  return mount === null ? words.completeAbout(label) : words.completeCopy(label, mount);
}
