import { type FormEvent, useId, useRef, useState } from "react";
import { asAppError } from "../../api/bridge.ts";
import { Button } from "../../components/button.tsx";
import { CheckField, TextField } from "../../components/field.tsx";
import { Modal } from "../../components/modal.tsx";
import { attempt } from "../../model/attempt.ts";
import { isUnchanged } from "../../model/import/plan.ts";
import { titleOf } from "../../model/import/start.ts";
import { takeImport } from "../../model/import/take.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { ProtectedNote } from "../../shared/forms/protected-note.tsx";
import { useDialog, useDialogs } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";
import { Findings } from "./findings.tsx";
import styles from "./import-dialog.module.css";
import { type ImportForm, useImportForm } from "./import-form.ts";
import { LabelField } from "./label-field.tsx";
import { UndoingCard } from "./undoing-card.tsx";
import { WarningCards } from "./warning-cards.tsx";

const words = text.importing;
/** The most paths that are named. */
const SHOWN = 4;

type Request = NonNullable<ReturnType<typeof useDialog<"import">>>;

/** Shows what an import will do before it begins. */
export function ImportDialog() {
  const request = useDialog("import");
  return request && <Import key={`${request.label}\n${request.paths[0]}`} request={request} />;
}

function Import({ request }: { readonly request: Request }) {
  const { paths, label } = request;
  const form = useImportForm(paths, label);
  const id = useId();
  const isKnown = form.label.target !== undefined && form.label.target !== null;
  const { close } = useDialogs.getState();

  const take = () => {
    // An impatient second Enter comes when the dialog is gone already.
    if (form.plan === undefined || useDialogs.getState().open !== request) return;
    close();
    attempt(takeImport(form.plan));
  };

  const { isProtected } = form.label;
  const { undoing } = form;
  // Enter does not confirm an import that overrides a protection or undoes changes of others: the button does.
  const isGrave = isProtected || undoing !== null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isGrave) take();
  };
  const name = useRef<HTMLInputElement>(null);
  const asNewLabel = (label: string) => {
    form.label.set(label);
    // The button disappears; the name is the next thing to edit.
    name.current?.focus();
  };
  const isNow = label !== undefined && !form.isTouched;
  if (isNow && !form.counting && form.found !== undefined && isUnchanged(form.found)) {
    return <Unchanged paths={paths} form={form} />;
  }
  return (
    <Modal
      wide
      title={words.title(titleOf(paths))}
      onClose={close}
      footer={
        <>
          <Counting form={form} />
          <Button onClick={close}>{text.common.cancel}</Button>
          {undoing && <Button onClick={() => asNewLabel(undoing.new_label)}>{text.undoing.newLabel}</Button>}
          <Button
            variant={isGrave ? "danger" : "primary"}
            type={isGrave ? "button" : "submit"}
            form={id}
            disabled={form.plan === undefined}
            onClick={isGrave ? take : undefined}
          >
            {takeWords(form)}
          </Button>
        </>
      }
    >
      <form id={id} className={styles.form} onSubmit={submit} data-screen="import">
        <Sources paths={paths} />
        <div className={styles.fields}>
          <LabelField form={form} ref={name} />
          <TextField
            label={words.message}
            value={form.message.value}
            onChange={form.message.set}
            maxLength={1000}
            autoFocus
            hint={words.messageHint}
          />
        </div>
        {isProtected && <ProtectedNote label={form.label.value} />}
        {undoing && <UndoingCard label={form.label.value} undoing={undoing} />}
        {form.error ? (
          <ErrorPanel error={asAppError(form.error)} onRetry={form.countAgain} />
        ) : (
          <>
            <Findings form={form} isKnown={isKnown} isNow={isNow} />
            <WarningCards form={form} isKnown={isKnown} />
          </>
        )}
        {/* A failure may be about these options. */}
        <Options form={form} />
      </form>
    </Modal>
  );
}

/** Says that there is nothing to import. */
function Unchanged({ paths, form }: { readonly paths: readonly string[]; readonly form: ImportForm }) {
  const { close } = useDialogs.getState();
  return (
    <Modal
      wide
      title={words.title(titleOf(paths))}
      onClose={close}
      footer={
        <>
          <div className={styles.counting}>
            <Button variant="quiet" onClick={() => form.reread.set(true)}>
              {words.readAgain}
            </Button>
          </div>
          <Button onClick={close} autoFocus>
            {text.common.close}
          </Button>
        </>
      }
    >
      <div className={styles.unchanged} data-screen="import">
        <Sources paths={paths} />
        <Findings form={form} isKnown isNow />
      </div>
    </Modal>
  );
}

function Options({ form: { gitignore, always, reread } }: { readonly form: ImportForm }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <div className={styles.options}>
        <CheckField label={words.gitignore} checked={gitignore.value} onChange={gitignore.set} />
        <CheckField
          label={words.always}
          checked={always.value && always.matters}
          disabled={!always.matters}
          onChange={always.set}
        />
      </div>
      <details
        className={styles.more}
        open={isOpen || reread.value}
        onToggle={(event) => setOpen(event.currentTarget.open)}
      >
        <summary>{words.moreOptions}</summary>
        <CheckField label={words.reread} checked={reread.value} onChange={reread.set} />
        <p className="muted">{words.rereadHint}</p>
      </details>
    </div>
  );
}

function Sources({ paths }: { readonly paths: readonly string[] }) {
  return (
    <ul className={styles.sources} aria-label={words.from}>
      {paths.slice(0, SHOWN).map((path) => (
        <li key={path} className="mono selectable ellipsis" title={path}>
          {path}
        </li>
      ))}
      {paths.length > SHOWN && <li className="muted">{words.morePaths(paths.length - SHOWN)}</li>}
    </ul>
  );
}

/** One button for both, so that who presses it keeps the focus. */
function Counting({ form }: { readonly form: ImportForm }) {
  return (
    <div className={styles.counting}>
      {(form.counting || form.stopped) && (
        <Button variant="quiet" onClick={form.stopped ? form.countAgain : form.stopCounting}>
          {form.stopped ? words.counting.again : words.counting.stop}
        </Button>
      )}
    </div>
  );
}

function takeWords({ found, counting, label, undoing }: ImportForm): string {
  const take = undoing ? text.undoing.replace : words.take;
  if (label.isProtected) return text.labels.protection.override(take);
  if (undoing) return take;
  if (found === undefined) return counting ? words.counting.now : words.take;
  return isUnchanged(found) ? words.takeAnyway : words.take;
}
