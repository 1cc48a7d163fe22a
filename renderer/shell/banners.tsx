import { useQuery } from "@tanstack/react-query";
import { Lock, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { mergesQuery } from "../api/merges.ts";
import { statusQuery } from "../api/queries.ts";
import { Button } from "../components/button.tsx";
import { attempt } from "../model/attempt.ts";
import { abandonUnread } from "../model/merge/merges.ts";
import { reopenStore } from "../model/store/actions.ts";
import { useDialogs } from "../state/dialogs.ts";
import { text } from "../strings/index.ts";
import styles from "./banners.module.css";

const words = text.shell.banner;

/** Shows unusual states of the store above everything else. */
export function Banners() {
  const { data: status } = useQuery(statusQuery());
  const [dismissed, setDismissed] = useState("");
  if (status === undefined) return null;
  const problems = status.problems.join("\n");
  return (
    <>
      {!status.writable && (
        <div className={styles.banner} role="status">
          <Lock size={16} aria-hidden />
          <p className={styles.words}>
            <strong>{words.readOnly}</strong> {words.readOnlyAbout}
          </p>
          <Button onClick={() => void reopenStore()}>{words.tryAgain}</Button>
        </div>
      )}
      {problems !== "" && problems !== dismissed && (
        <div className={`${styles.banner} ${styles.trouble}`} role="alert">
          <TriangleAlert size={16} aria-hidden />
          <p className={`${styles.words} selectable`} title={problems}>
            {words.problems(status.problems.length)}
          </p>
          <Button onClick={() => useDialogs.getState().show({ name: "verify" })}>{words.check}</Button>
          <Button variant="quiet" onClick={() => setDismissed(problems)}>
            {words.dismiss}
          </Button>
        </div>
      )}
      <UnreadMerges canWrite={status.writable} />
    </>
  );
}

/** Names the merges that cannot be read: no label shows them, since whose they are is not known. */
function UnreadMerges({ canWrite }: { readonly canWrite: boolean }) {
  const { data: unread = [] } = useQuery({ ...mergesQuery(), select: ({ damaged }) => damaged });
  return unread.map(({ id, problem }) => (
    <div key={id} className={`${styles.banner} ${styles.trouble}`} role="alert" data-unread-merge={id}>
      <TriangleAlert size={16} aria-hidden />
      <p className={`${styles.words} selectable`} title={problem}>
        <strong>{words.unreadMerge(id)}</strong> {words.unreadMergeAbout}
      </p>
      <Button disabled={!canWrite} onClick={() => attempt(abandonUnread(id))}>
        {words.abandon}
      </Button>
    </div>
  ));
}
