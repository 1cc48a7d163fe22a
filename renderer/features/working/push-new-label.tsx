import { type FormEvent, useId, useState } from "react";
import { labelNameProblem } from "../../../core/labels/label-name-problem.ts";
import { Button } from "../../components/button.tsx";
import { Modal } from "../../components/modal.tsx";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { NameField } from "../../shared/forms/name-field.tsx";
import { text } from "../../strings/index.ts";
import styles from "./push.module.css";
import type { PushFlow } from "./use-push-flow.ts";

const words = text.working;

interface NewLabelProps {
  readonly message: string;
  readonly flow: PushFlow;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

/** Pushes to a label that is not there yet, beside the one that was meant. */
export function NewLabel({ message, flow, onBack, onClose }: NewLabelProps) {
  const id = useId();
  const [name, setName] = useState("");
  const canPush = labelNameProblem(name) === undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (canPush) flow.push({ message, label: name });
  };
  return (
    <Modal
      title={words.pushTitleNew}
      about={words.pushAboutNew}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onBack}>{words.goBack}</Button>
          <Button variant="primary" type="submit" form={id} disabled={!canPush}>
            {words.pushDo}
          </Button>
        </>
      }
    >
      <form id={id} className={styles.form} onSubmit={submit}>
        <NameField value={name} onChange={setName} />
        {flow.error && <ErrorPanel error={flow.error} />}
      </form>
    </Modal>
  );
}
