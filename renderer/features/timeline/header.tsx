import { useQuery } from "@tanstack/react-query";
import { Folder } from "lucide-react";
import { labelQuery } from "../../api/queries.ts";
import { LabelDot } from "../../components/label-dot.tsx";
import pane from "../../components/pane-header.module.css";
import { Tip } from "../../components/tip.tsx";
import { SnapshotNowButton } from "../../shared/snapshot-now.tsx";
import { text } from "../../strings/index.ts";
import styles from "./header.module.css";

/** Which label's history it is, and the button for the next snapshot. */
export function Header({ label }: { readonly label: string }) {
  const { data } = useQuery(labelQuery(label));
  return (
    <header className={pane.header}>
      <LabelDot name={label} />
      <h2 className={`ellipsis ${pane.title} ${styles.name}`} title={label}>
        {label}
      </h2>
      {data && data.ca_id !== null && <SnapshotNowButton label={data} />}
    </header>
  );
}

interface AboutProps {
  readonly label: string;
  /** The numbers of shown and of all moves; undefined until they are known. */
  readonly total: number | undefined;
  readonly moves: number | undefined;
}

/** Shows the length of the history, and the label's description. */
export function About({ label, total, moves }: AboutProps) {
  const { data } = useQuery(labelQuery(label));
  const tail = data?.folder && tailOf(data.folder);
  // A label's default description is its folder's name, which is shown already.
  const description = data?.description === tail ? undefined : data?.description;
  return (
    <div className={styles.about}>
      <Tip text={text.timeline.titleTip}>
        <span className={styles.title}>{text.timeline.title}</span>
      </Tip>
      <span className={styles.count} role="status">
        {countWords(total, moves)}
      </span>
      <span className={styles.description} title={description}>
        {description}
      </span>
      {data?.folder && (
        <Tip text={text.timeline.folder(data.folder)}>
          <span className={styles.folder}>
            <Folder size={12} aria-hidden />
            <span className="ellipsis">{tail}</span>
          </span>
        </Tip>
      )}
    </div>
  );
}

function countWords(total: number | undefined, moves: number | undefined): string {
  if (total === undefined || moves === undefined) return "";
  return total === moves ? text.timeline.moves(moves) : text.timeline.movesOf(total, moves);
}

/** Returns the last name of a path on disk, which mostly identifies it. */
function tailOf(folder: string): string {
  return folder.split(/[/\\]/).findLast((name) => name !== "") ?? folder;
}
