import { type FormEvent, useId, useState } from "react";
import { Button } from "../../components/button.tsx";
import { ErrorPanel } from "../../components/error-panel.tsx";
import { Modal } from "../../components/modal.tsx";
import { text } from "../../strings/index.ts";
import { NameField } from "../labels/name-field.tsx";
import { nameProblem } from "../labels/name-problem.ts";
import styles from "./push.module.css";
import type { PushFlow } from "./push-flow.ts";

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
  const canPush = nameProblem(name) === undefined;
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
