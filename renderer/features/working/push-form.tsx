import { useQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { labelNameProblem } from "../../../core/labels/label-name-problem.ts";
import type { Mount, MountState } from "../../api/mounts.ts";
import { labelQuery } from "../../api/queries.ts";
import { Button } from "../../components/button.tsx";
import { TextArea } from "../../components/field.tsx";
import { Modal } from "../../components/modal.tsx";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { NameField } from "../../shared/forms/name-field.tsx";
import { ProtectedNote } from "../../shared/forms/protected-note.tsx";
import { text } from "../../strings/index.ts";
import { MovedNote } from "./moved-note.tsx";
import styles from "./push.module.css";
import { PushChanges } from "./push-changes.tsx";
import type { PushFlow } from "./use-push-flow.ts";

const words = text.working;

interface PushFormProps {
  readonly mount: Mount;
  readonly state: MountState;
  /** The outcome of the step before, such as a rebase. */
  readonly said: string | undefined;
  readonly message: string;
  readonly onMessage: (message: string) => void;
  readonly flow: PushFlow;
  readonly onClose: () => void;
}

/** Shows a push's changes and its message; for a working copy without a label also the new label's name. */
export function PushForm({ mount, state, said, message, onMessage, flow, onClose }: PushFormProps) {
  const id = useId();
  const [name, setName] = useState("");
  const { label } = mount;
  const { data } = useQuery({ ...labelQuery(label ?? ""), enabled: label !== null });
  const isProtected = data?.protected === true;
  const hasChanges = state.base !== state.ca_id;
  const canPush = label === null ? labelNameProblem(name) === undefined : hasChanges;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!canPush) return;
    flow.push({ message, ...(label === null && { label: name }), ...(isProtected && { override: true }) });
  };
  return (
    <Modal
      title={label === null ? words.pushTitleNew : words.pushTitle(label)}
      about={label === null ? words.pushAboutNew : words.pushAbout}
      wide
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{text.common.cancel}</Button>
          <Button variant={isProtected ? "danger" : "primary"} type="submit" form={id} disabled={!canPush}>
            {isProtected ? words.pushAnyway : words.pushDo}
          </Button>
        </>
      }
    >
      <form id={id} className={styles.form} onSubmit={submit}>
        {said && (
          <p className={styles.said} role="status">
            <CircleCheck size={16} aria-hidden />
            {said}
          </p>
        )}
        <MovedNote
          mount={mount}
          state={state}
          className={styles.moved}
          onBringIn={() => flow.rebase()}
          onMerge={flow.resolve}
        />
        {isProtected && label !== null && <ProtectedNote label={label} />}
        {label === null && <NameField value={name} onChange={setName} />}
        <TextArea
          label={words.message}
          hint={words.messageHint}
          rows={2}
          data-first-focus
          value={message}
          onChange={onMessage}
        />
        <PushChanges base={state.base} now={state.ca_id} />
        {flow.error && <ErrorPanel error={flow.error} />}
      </form>
    </Modal>
  );
}
