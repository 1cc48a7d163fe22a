import { Lock } from "lucide-react";
import { text } from "../../strings/index.ts";
import styles from "./protected-note.module.css";

/** Warns that the form moves a protected label; its button is the override. */
export function ProtectedNote({ label }: { readonly label: string }) {
  return (
    <p className={styles.note} role="note">
      <Lock size={14} aria-hidden />
      <span>{text.labels.protection.note(label)}</span>
    </p>
  );
}
