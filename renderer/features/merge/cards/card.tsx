import { Columns2, FileText, Trash2, Undo2 } from "lucide-react";
import type { MergeFile, MergeInfo } from "../../../api/merges.ts";
import { Button } from "../../../components/button.tsx";
import { attempt } from "../../../model/attempt.ts";
import { decideFiles } from "../../../model/merge/merges.ts";
import { useDialogs } from "../../../state/dialogs.ts";
import { text } from "../../../strings/index.ts";
import { type SideWords, withNames } from "../sides/sides.ts";
import styles from "./cards.module.css";
import { decisionWords } from "./decision-words.ts";
import { editedDrops } from "./edited-drops.ts";
import { ImageVersions, useImages } from "./image-versions.tsx";
import { OutsideStrip } from "./outside-strip.tsx";
import { RowsCard } from "./rows-card.tsx";
import { VersionColumns } from "./version-columns.tsx";

const words = text.merge;

/** What a card shows. */
export interface CardProps {
  readonly info: MergeInfo;
  readonly file: MergeFile;
  readonly names: SideWords;
  readonly canWrite: boolean;
}

type Kind = MergeFile["kind"];

const ABOUT: Readonly<Record<Kind, string>> = {
  text: words.cards.large,
  binary: words.cards.binary,
  sqlite: words.cards.sqlite,
  "modify/delete": words.cards.modifyDelete,
  "rename/rename": words.cards.rename,
  "rename/delete": words.cards.renameDelete,
  type: words.cards.type,
  mode: words.cards.mode,
};

/** A file without lines: its versions, of which one is taken, or the rows of a database. */
export function Card(props: CardProps) {
  const whole = <VersionsCard {...props} />;
  return props.file.by_rows ? <RowsCard {...props} whole={whole} /> : whole;
}

/** The versions beside each other, with what can be done to the file. */
function VersionsCard(props: CardProps) {
  const { info, file, names, canWrite } = props;
  const { state, decision, path } = file;
  const about = aboutOf(file);
  const reason = reasonOf(file);
  const isLarge = file.kind === "text" && file.text === null;
  const isDecided = decision.take !== "undecided";
  const decide = (take: "delete" | "undecided" | "text") =>
    attempt(decideFiles(info.id, [{ path, decision: { take } }]));
  return (
    <div
      className={styles.card}
      data-card={file.kind}
      {...(isLarge && canWrite && editedDrops(info.id, path))}
    >
      <div className={styles.about}>
        <div className={styles.words}>
          <p>{about}</p>
          {reason !== undefined && <p className="muted">{withNames(reason, names)}</p>}
          <p className={styles.decision} role="status" data-decision={decision.take}>
            {decisionWords(decision, names)}
          </p>
        </div>
        {isWholeText(file) && (
          <Button
            icon={<FileText size={14} />}
            disabled={!canWrite}
            onClick={() => decide(file.text?.saved === null ? "undecided" : "text")}
          >
            {words.cards.mergeLines}
          </Button>
        )}
        {!isWholeText(file) && isDecided && state !== "auto" && (
          <Button icon={<Undo2 size={14} />} disabled={!canWrite} onClick={() => decide("undecided")}>
            {words.cards.undecide}
          </Button>
        )}
        {file.ours !== null && file.theirs !== null && (
          <Button
            icon={<Columns2 size={14} />}
            disabled={!canWrite}
            onClick={() => useDialogs.getState().show({ name: "keep-both", merge: info.id, path })}
          >
            {words.cards.keepBoth}
          </Button>
        )}
        <Button
          icon={<Trash2 size={14} />}
          disabled={!canWrite}
          aria-pressed={decision.take === "delete"}
          onClick={() => decide("delete")}
        >
          {words.cards.takeDelete}
        </Button>
      </div>
      {isLarge && <OutsideStrip {...props} />}
      <Versions {...props} />
    </div>
  );
}

/** Whether a text has lines to decide, and is decided as a whole. */
function isWholeText({ text, kind }: MergeFile): boolean {
  return text !== null && kind !== "mode";
}

/** Says what is in conflict. */
function aboutOf(file: MergeFile): string {
  const { state, decision, kind, ours, theirs } = file;
  if (isWholeText(file)) return words.cards.wholeText;
  if (state === "auto" && decision.take === "undecided") return words.cards.auto;
  return kind === "mode" && ours?.id !== theirs?.id ? words.cards.modeMerged : ABOUT[kind];
}

/** Says why the file is in conflict as a whole. */
function reasonOf(file: MergeFile): string | undefined {
  const { kind, reason, text_reason: noText } = file;
  if (isWholeText(file)) return undefined;
  // A database is never a text: that says nothing of it.
  return reason ?? (kind === "sqlite" ? undefined : noText);
}

/** Images are compared with each other; anything else is shown side by side. */
function Versions(props: CardProps) {
  const images = useImages(props.file);
  return images === undefined ? <VersionColumns {...props} /> : <ImageVersions {...props} images={images} />;
}
