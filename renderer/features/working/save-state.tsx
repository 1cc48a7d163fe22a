import { Check, CircleAlert, LoaderCircle } from "lucide-react";
import { Button } from "../../components/button.tsx";
import { nameOf } from "../../components/format.ts";
import { type Draft, useDrafts } from "../../model/working/drafts.ts";
import { useWorkingView } from "../../state/working-view.ts";
import { text } from "../../strings/index.ts";
import styles from "./working.module.css";

const words = text.working;

/** Shows whether typed text is saved: only text that is durably in the working copy counts. */
export function SaveState({ mount }: { readonly mount: number }) {
  const failed = useDrafts((state) => draftsOf(state, mount).find((draft) => draft.state === "failed"));
  const isTyping = useDrafts((state) => draftsOf(state, mount).some((draft) => draft.state !== "kept"));
  if (failed !== undefined) return <NotSaved draft={failed} />;
  const Icon = isTyping ? LoaderCircle : Check;
  return (
    <span className={styles.state} data-save-state={isTyping ? "typing" : "saved"}>
      <Icon size={12} aria-hidden />
      {isTyping ? words.typing : words.saved}
    </span>
  );
}

/** Leads to what could not be saved. */
function NotSaved({ draft: { mount, path } }: { readonly draft: Draft }) {
  return (
    <Button
      variant="quiet"
      className={styles.notSaved ?? ""}
      icon={<CircleAlert size={14} />}
      title={words.showNotSaved(nameOf(path))}
      data-save-state="failed"
      onClick={() => useWorkingView.getState().reveal(mount, { path, isFolder: false })}
    >
      {words.notSaved}
    </Button>
  );
}

function draftsOf({ drafts }: ReturnType<typeof useDrafts.getState>, mount: number): Draft[] {
  return Object.values(drafts).filter((draft) => draft.mount === mount);
}
