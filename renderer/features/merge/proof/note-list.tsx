import { ShieldCheck, TriangleAlert } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { EmptyState } from "../../../components/empty-state.tsx";
import { VirtualList, type VirtualListHandle } from "../../../components/virtual-list.tsx";
import { goToNote, noteSums, type ProofNote } from "../../../model/merge/proof.ts";
import { registerPane } from "../../../state/focus.ts";
import { text } from "../../../strings/index.ts";
import styles from "./proof.module.css";

const words = text.mergeProof;
const ROW = 64;
const KINDS = ["open", "finding", "lines"] as const;

interface NoteListProps {
  readonly merge: number;
  readonly notes: readonly ProofNote[];
  /** Whether mistakes are still looked for. */
  readonly isChecking: boolean;
  /** Said above the notes: what the result is as a whole. */
  readonly whole: string | undefined;
}

/** What people should look at before they complete a merge: each leads to its place by Enter or a click. */
export function NoteList({ merge, notes, isChecking, whole }: NoteListProps) {
  const [selected, select] = useState(-1);
  const list = useRef<VirtualListHandle>(null);
  useEffect(() => registerPane("merge-notes", () => list.current?.focus()), []);
  const sums = noteSums(notes);
  const open = (row: number) => {
    const note = notes[row];
    if (note !== undefined) goToNote(merge, note);
  };
  if (notes.length === 0) {
    if (isChecking) return <p className={`${styles.notes} ${styles.making}`}>{words.checking}</p>;
    return (
      <div className={styles.notes}>
        {whole !== undefined && <Whole words={whole} />}
        <EmptyState icon={<ShieldCheck size={24} />} title={words.nothing}>
          {words.nothingAbout}
        </EmptyState>
      </div>
    );
  }
  return (
    <div className={styles.notes}>
      {whole !== undefined && <Whole words={whole} />}
      <p className={styles.sums} role="status" data-note-sums>
        {KINDS.filter((kind) => sums[kind] > 0).map((kind) => (
          <span key={kind} data-kind={kind}>
            <span className="mono" aria-hidden>
              {words.signs[kind]}
            </span>{" "}
            {words.sums[kind](sums[kind])}
          </span>
        ))}
      </p>
      {isChecking && <p className={styles.making}>{words.checking}</p>}
      <VirtualList
        ref={list}
        label={words.notesPane}
        count={notes.length}
        rowHeight={ROW}
        selected={selected}
        onSelect={select}
        onOpen={open}
        rowProps={(row) => ({
          "data-note": notes[row]?.kind,
          "data-path": notes[row]?.path,
          onClick: () => open(row),
        })}
        renderRow={(row) => <NoteRow note={notes[row]} />}
        className={styles.rows ?? ""}
      />
    </div>
  );
}

function Whole({ words }: { readonly words: string }) {
  return (
    <p className={styles.whole} role="status" data-note-whole>
      <TriangleAlert size={14} aria-hidden />
      {words}
    </p>
  );
}

function NoteRow({ note }: { readonly note: ProofNote | undefined }) {
  if (note === undefined) return null;
  const { kind, path, line, about, text: first } = note;
  const place = line === null ? path : words.place(path, line + 1);
  return (
    <div className={styles.note} data-kind={kind}>
      <span className={`mono ${styles.sign}`} role="img" aria-label={words.kinds[kind]}>
        {words.signs[kind]}
      </span>
      <div className={styles.noteWords}>
        <span className={`ellipsis ${styles.place}`} title={place}>
          {place}
        </span>
        {kind === "lines" && <code className={styles.line}>{first}</code>}
        <p className={styles.noteAbout} title={about}>
          {about}
        </p>
      </div>
    </div>
  );
}
