import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { type Mount, mountStateQuery, mountsQuery } from "../../api/mounts.ts";
import { Button } from "../../components/button.tsx";
import { Modal } from "../../components/modal.tsx";
import { ProgressBar } from "../../components/progress-bar.tsx";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { useClose, useDialog } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";
import styles from "./push.module.css";
import { PushConflicts } from "./push-conflicts.tsx";
import { PushForm } from "./push-form.tsx";
import { PushRejected } from "./push-rejected.tsx";
import { usePushFlow } from "./use-push-flow.ts";

const words = text.working;

/** Pushes a working copy: what changes, then what came of it. */
export function PushDialog() {
  const request = useDialog("push");
  const { data: mounts } = useQuery(mountsQuery());
  const mount = mounts?.find(({ id, discarded }) => id === request?.mount && discarded === null);
  return request && mount && <Push key={mount.id} mount={mount} rebases={request.rebase === true} />;
}

function Push({ mount, rebases }: { readonly mount: Mount; readonly rebases: boolean }) {
  const close = useClose();
  const flow = usePushFlow(mount, close);
  const { step, error } = flow;
  const [message, setMessage] = useState("");
  // A rebase that the user chose in the strip about the moved label starts at once.
  const first = useRef(rebases ? flow.rebase : undefined);
  useEffect(() => {
    first.current?.();
    first.current = undefined;
  }, []);
  const { data: state, error: unread } = useQuery(mountStateQuery(mount.name));
  const label = mount.label ?? "";
  if (step.at === "rejected")
    return (
      <PushRejected
        mount={mount}
        current={step.current}
        base={state?.base ?? mount.base}
        message={message}
        flow={flow}
        onClose={close}
      />
    );
  if (step.at === "conflict")
    return (
      <PushConflicts mount={mount} conflicts={step.conflicts} message={message} flow={flow} onClose={close} />
    );
  if (step.at === "form" && state !== undefined)
    return (
      <PushForm
        mount={mount}
        state={state}
        said={step.said}
        message={message}
        onMessage={setMessage}
        flow={flow}
        onClose={close}
      />
    );
  const trouble = error ?? unread;
  return (
    <Modal
      title={mount.label === null ? words.pushTitleNew : words.pushTitle(label)}
      wide
      onClose={close}
      footer={<Button onClick={close}>{text.common.close}</Button>}
    >
      <div className={styles.busy} role="status">
        {trouble && <ErrorPanel error={trouble as typeof error & object} />}
        {!trouble && <p>{step.at === "busy" ? step.said : text.common.loading}</p>}
        {!trouble && (
          <ProgressBar label={step.at === "busy" ? step.said : text.common.loading} value={undefined} />
        )}
      </div>
    </Modal>
  );
}
