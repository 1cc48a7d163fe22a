import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { Button } from "../../../components/button.tsx";
import { Modal } from "../../../components/modal.tsx";
import { createStoreCheck } from "../../../model/storage/store-check.ts";
import { useDialog, useDialogs } from "../../../state/dialogs.ts";
import { text } from "../../../strings/index.ts";
import { CheckActions, CheckOutcome } from "./check.tsx";
import { ScrubLine } from "./scrub-line.tsx";
import styles from "./verify.module.css";

const words = text.storage.verify;

/** Checks everything in the store while it is open, tells what was found, and repairs it. */
export function VerifyDialog() {
  return useDialog("verify") && <Verify />;
}

function Verify() {
  const { close } = useDialogs.getState();
  const [check] = useState(createStoreCheck);
  const state = useStore(check);
  useEffect(() => {
    void check.getState().verify(false);
    return () => check.getState().stop();
  }, [check]);
  const { step } = state;
  // Half a repair is safe, but nobody should end it by a click beside the dialog.
  const isRepairing = step.at === "working" && step.doing === "repair";
  return (
    <Modal
      title={words.title}
      about={words.about}
      wide
      {...(!isRepairing && { onClose: close })}
      footer={
        <>
          <CheckActions check={state} />
          <Button onClick={close}>{step.at === "working" ? words.stop : words.close}</Button>
        </>
      }
    >
      <div className={styles.body} aria-live="polite">
        <CheckOutcome step={step} />
        <ScrubLine />
      </div>
    </Modal>
  );
}
