import { FolderOpen } from "lucide-react";
import { Button } from "../components/button.tsx";
import { shortTime } from "../components/format.ts";
import { Modal } from "../components/modal.tsx";
import { reveal } from "../model/store/actions.ts";
import { type RecoverReport, useDialog, useDialogs } from "../state/dialogs.ts";
import { text } from "../strings/index.ts";
import styles from "./facts.module.css";

/** Reports the recovery of the store's database, and its losses. */
export function RecoveredDialog() {
  const request = useDialog("recovered");
  return request && <Recovered report={request.report} />;
}

function Recovered({ report }: { readonly report: RecoverReport }) {
  const words = text.shell.recovered;
  const { close } = useDialogs.getState();
  const { set_aside: setAside, copy_made_at: madeAt, lost_since: lostSince } = report;
  return (
    <Modal
      title={words.title}
      about={report.database === "restored" ? words.restored : words.sound}
      onClose={close}
      footer={
        <>
          {setAside !== undefined && (
            <Button icon={<FolderOpen size={14} />} onClick={() => void reveal(setAside)}>
              {words.show}
            </Button>
          )}
          <Button variant="primary" onClick={close}>
            {words.done}
          </Button>
        </>
      }
    >
      <dl className={styles.facts}>
        {madeAt !== undefined && <Fact name={words.madeAt} value={shortTime(madeAt)} />}
        {lostSince !== undefined && <Fact name={words.lostSince} value={shortTime(lostSince)} />}
        {setAside !== undefined && <Fact name={words.setAside} value={setAside} />}
      </dl>
      {lostSince !== undefined && <p className="muted">{words.lostAbout}</p>}
      {report.index === "removed" && <p className="muted">{words.index}</p>}
      {report.description === "restored" && <p className="muted">{words.description}</p>}
    </Modal>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="mono selectable">{value}</dd>
    </div>
  );
}
