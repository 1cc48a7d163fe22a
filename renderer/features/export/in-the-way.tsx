import { useState } from "react";
import type { AppError } from "../../api/bridge.ts";
import { Button } from "../../components/button.tsx";
import { Choice } from "../../components/field.tsx";
import { Modal } from "../../components/modal.tsx";
import type { Overwrite } from "../../model/export/export.ts";
import { Paths } from "../../shared/forms/path-list.tsx";
import { text } from "../../strings/index.ts";
import styles from "./export.module.css";

const words = text.exporting.inTheWay;

type Fate = Exclude<Overwrite, "refuse">;

const FATES: readonly { readonly value: Fate; readonly text: string }[] = [
  { value: "never", text: words.keep },
  { value: "newer", text: words.newer },
  { value: "always", text: words.always },
];
const ABOUT: Readonly<Record<Fate, string>> = {
  never: words.keepAbout,
  newer: words.newerAbout,
  always: words.alwaysAbout,
};

interface InTheWayProps {
  readonly error: AppError;
  readonly folder: string;
  /** The text of the button that goes on. */
  readonly action: string;
  readonly onChoose: (overwrite: Fate) => void;
  readonly onClose: () => void;
}

/** Asks what to do with existing files at the target. */
export function InTheWay({ error, folder, action, onChoose, onClose }: InTheWayProps) {
  const [fate, setFate] = useState<Fate>("never");
  const { paths, count } = inTheWayOf(error);
  return (
    <Modal
      title={words.title(count)}
      about={words.about(folder)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{text.common.cancel}</Button>
          <Button variant="primary" onClick={() => onChoose(fate)} autoFocus>
            {action}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <Paths label={words.list} rows={paths.map((path) => ({ path }))} count={count} />
        <div>
          <Choice label={words.choice} value={fate} options={FATES} onChange={setFate} />
          <p className={`muted ${styles.about}`}>{ABOUT[fate]}</p>
        </div>
      </div>
    </Modal>
  );
}

/** Reads the existing files from the error: the first ones, and their number. */
function inTheWayOf({ data }: AppError): { readonly paths: readonly string[]; readonly count: number } {
  const listed: unknown = data?.paths;
  const paths = Array.isArray(listed) ? listed.map(String) : [];
  return { paths, count: typeof data?.count === "number" ? data.count : paths.length };
}
