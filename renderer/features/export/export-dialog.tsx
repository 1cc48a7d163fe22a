import { type FormEvent, useId, useState } from "react";
import { Button } from "../../components/button.tsx";
import { fileName, isFileName } from "../../components/disk-paths.ts";
import { Choice, TextField } from "../../components/field.tsx";
import { Modal } from "../../components/modal.tsx";
import { attempt } from "../../model/attempt.ts";
import {
  cancelExport,
  chooseAndExport,
  closeExport,
  type ExportRequest,
  exportOver,
  type Format,
  runExport,
  useExport,
} from "../../model/export/export.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { ClosingModal } from "../../shared/forms/closing-modal.tsx";
import { useDialog } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";
import styles from "./export.module.css";
import { InTheWay } from "./in-the-way.tsx";
import { WritingProgress } from "./writing-progress.tsx";

const words = text.exporting;

/** Writes a snapshot, or a file or folder of it, to where a person wants it. */
export function ExportDialog() {
  const request = useDialog("export");
  const state = useExport(({ state }) => state);
  if (request === null) return null;
  if (state.step === "asking" || state.step === "choosing") {
    return <Form key={request.ref} request={request} busy={state.step === "choosing"} />;
  }
  const { job } = state;
  const { title } = job.request;
  if (state.step === "writing") {
    return (
      <Modal
        title={words.running(title)}
        footer={
          <>
            <Button onClick={closeExport}>{words.background}</Button>
            <Button onClick={cancelExport} autoFocus>
              {words.stop}
            </Button>
          </>
        }
      >
        <WritingProgress label={words.running(title)} />
      </Modal>
    );
  }
  if (state.step === "in-the-way") {
    return (
      <InTheWay
        error={state.error}
        folder={job.input.to}
        action={words.run}
        onChoose={(overwrite) => attempt(exportOver(job, overwrite))}
        onClose={closeExport}
      />
    );
  }
  return (
    <ClosingModal title={words.failed(title)} onClose={closeExport}>
      <ErrorPanel error={state.error} onRetry={() => attempt(runExport(job))} />
    </ClosingModal>
  );
}

function Form({ request, busy }: { readonly request: ExportRequest; readonly busy: boolean }) {
  const { title, isFile } = request;
  const id = useId();
  const [format, setFormat] = useState<Format>("folder");
  const [name, setName] = useState(fileName(title));
  const named = format !== "folder" || !isFile;
  const problem = named && !isFileName(name) ? words.badName : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problem === undefined) attempt(chooseAndExport(request, format, name));
  };
  const options = [
    { value: "folder" as const, text: isFile ? words.formats.file : words.formats.folder },
    { value: "zip" as const, text: words.formats.zip },
    { value: "tar" as const, text: words.formats.tar },
  ];
  return (
    <Modal
      title={words.title(title)}
      onClose={closeExport}
      footer={
        <>
          <Button onClick={closeExport}>{text.common.cancel}</Button>
          <Button
            variant="primary"
            type="submit"
            form={id}
            disabled={busy || problem !== undefined}
            autoFocus
          >
            {words.choose}
          </Button>
        </>
      }
    >
      <form id={id} className={styles.form} onSubmit={submit} data-export>
        <div>
          <p className={styles.label}>{words.as}</p>
          <Choice label={words.as} value={format} options={options} onChange={setFormat} />
        </div>
        <TextField
          label={words.name}
          value={named ? name : title}
          onChange={setName}
          disabled={!named}
          problem={problem}
          hint={words.about[isFile && format === "folder" ? "file" : format]}
        />
      </form>
    </Modal>
  );
}
