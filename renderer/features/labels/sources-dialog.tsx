import { useMutation, useQuery } from "@tanstack/react-query";
import { FolderOpen } from "lucide-react";
import { useState } from "react";
import { type AppError, ask, shell } from "../../api/bridge.ts";
import { type LabelItem, labelQuery } from "../../api/queries.ts";
import { labelsChanged } from "../../api/stale.ts";
import { Button } from "../../components/button.tsx";
import { CheckField, TextArea } from "../../components/field.tsx";
import { attempt } from "../../model/attempt.ts";
import styles from "../../shared/forms/form-modal.module.css";
import { FormModal } from "../../shared/forms/form-modal.tsx";
import { useClose, useDialog } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";

const words = text.labels;

/** Sets which folder a label is of, and what of that is left out. */
export function SourcesDialog() {
  const name = useDialog("label-settings")?.label;
  const { data: label } = useQuery({ ...labelQuery(name ?? ""), enabled: name !== undefined });
  return name === undefined || !label ? null : <Sources label={label} />;
}

function Sources({ label }: { readonly label: LabelItem }) {
  const close = useClose();
  const [folder, setFolder] = useState(label.folder);
  const [ignore, setIgnore] = useState(label.ignore.join("\n"));
  const [gitignore, setGitignore] = useState(label.gitignore);
  const { name } = label;
  const save = useMutation<unknown, AppError>({
    mutationFn: async () => {
      if (folder !== label.folder) await ask("label.folder", { label: name, folder });
      await ask("label.ignore", { label: name, patterns: patternsOf(ignore), gitignore });
    },
    onSuccess: close,
    // The first of the two may have been done.
    onSettled: () => labelsChanged(name),
  });
  const choose = async () => {
    const [chosen] = (await shell({ do: "pick", what: "label-folder" })).paths;
    if (chosen !== undefined) setFolder(chosen);
  };
  return (
    <FormModal
      title={words.settingsTitle(name)}
      submit={words.save}
      isPending={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate()}
      onClose={close}
    >
      <section className={styles.folder}>
        <h3>{words.folder}</h3>
        <div className={styles.path}>
          <p
            className={`selectable ${folder === null ? "muted" : `mono ellipsis ${styles.known}`}`}
            title={folder ?? undefined}
          >
            {folder ?? words.folderNone}
          </p>
          <Button icon={<FolderOpen size={14} />} onClick={() => attempt(choose())}>
            {words.folderChoose}
          </Button>
          {folder !== null && (
            <Button variant="quiet" onClick={() => setFolder(null)}>
              {words.folderForget}
            </Button>
          )}
        </div>
        <p className="muted">{words.folderAbout}</p>
      </section>
      <TextArea
        label={words.ignore}
        hint={words.ignoreHint}
        rows={5}
        spellCheck={false}
        value={ignore}
        onChange={setIgnore}
      />
      <CheckField label={words.gitignore} checked={gitignore} onChange={setGitignore} />
    </FormModal>
  );
}

/** One pattern a line; empty lines are skipped. */
function patternsOf(lines: string): string[] {
  return lines.split("\n").filter((line) => line.trim() !== "");
}
