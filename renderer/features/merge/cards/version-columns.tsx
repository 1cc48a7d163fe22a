import { useQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useState } from "react";
import { lookQuery, TEXT_SHOWN } from "../../../api/look.ts";
import type { MergeFile } from "../../../api/merges.ts";
import { Button } from "../../../components/button.tsx";
import { bytes, count } from "../../../components/format.ts";
import { attempt } from "../../../model/attempt.ts";
import { decideFiles } from "../../../model/merge/merges.ts";
import { CopyId } from "../../../shared/copy-id.tsx";
import { Content } from "../../../shared/preview/content.tsx";
import { type FileView, viewsOf } from "../../../shared/preview/views.ts";
import { text } from "../../../strings/index.ts";
import type { CardProps } from "./card.tsx";
import styles from "./cards.module.css";

const words = text.merge;
const { cards } = words;
const SIDES = ["theirs", "base", "ours"] as const;
type SideOf = (typeof SIDES)[number];

interface VersionColumnsProps extends CardProps {
  /** Whether the contents are shown somewhere else. */
  readonly isBrief?: boolean;
}

/** The versions of a file beside each other: facts, content, and what takes each. */
export function VersionColumns(props: VersionColumnsProps) {
  return (
    <div className={styles.columns} data-brief={props.isBrief}>
      {SIDES.filter((side) => side !== "base" || props.file.base !== null).map((side) => (
        <VersionColumn key={side} side={side} {...props} />
      ))}
    </div>
  );
}

interface VersionColumnProps extends VersionColumnsProps {
  readonly side: SideOf;
}

function VersionColumn({ side, info, file, names, canWrite, isBrief = false }: VersionColumnProps) {
  const version = file[side];
  const isTaken = file.decision.take === side;
  const { permissions } = file.decision;
  const take = () =>
    attempt(
      decideFiles(info.id, [
        { path: file.path, decision: { take: side, ...(permissions && { permissions }) } },
      ]),
    );
  return (
    <section className={styles.column} data-version={side} data-taken={isTaken} aria-label={names[side]}>
      <header className={styles.columnHeader} data-side={side}>
        <h4 className="ellipsis" title={names[side]}>
          {names[side]}
        </h4>
        <Button
          icon={isTaken ? <Check size={14} /> : undefined}
          disabled={!canWrite}
          aria-label={version === null ? cards.takeGone(names[side]) : cards.takeSide(names[side])}
          aria-pressed={isTaken}
          onClick={take}
        >
          {words.take(side === "base" ? words.baseShort : names[side])}
        </Button>
      </header>
      {version === null ? (
        <p className={styles.gone}>
          {file.kind === "type" && side !== "base" ? words.folderThere : words.notThere}
        </p>
      ) : (
        <Version name={names[side]} file={file} version={version} isBrief={isBrief} />
      )}
    </section>
  );
}

type VersionOf = NonNullable<MergeFile["ours"]>;

interface VersionProps {
  readonly name: string;
  readonly file: MergeFile;
  readonly version: VersionOf;
  readonly isBrief: boolean;
}

function Version({ name, file, version, isBrief }: VersionProps) {
  const { type, size, mode, id, path } = version;
  return (
    <>
      <dl className={styles.facts}>
        <dt>{cards.kind}</dt>
        <dd>{cards.type_[type]}</dd>
        {type === "file" && (
          <>
            <dt>{cards.size}</dt>
            <dd className="mono" title={`${count(size)} B`}>
              {bytes(size)}
            </dd>
            <dt>{cards.permissions}</dt>
            <dd>
              <span className="mono">{(mode & 0o7777).toString(8)}</span>{" "}
              <span className="muted">{(mode & 0o111) === 0 ? cards.mayNotRun : cards.mayRun}</span>
            </dd>
          </>
        )}
        <dt>{cards.content}</dt>
        <dd>
          <CopyId id={id} />
        </dd>
        {path !== file.path && (
          <>
            <dt>{cards.path}</dt>
            <dd className="selectable">{path}</dd>
          </>
        )}
      </dl>
      {!isBrief && <VersionContent name={name} version={version} />}
    </>
  );
}

function VersionContent({ name, version }: Omit<VersionProps, "file" | "isBrief">) {
  const { ca_id: snapshot, path, type } = version;
  const place = { path, isFolder: type === "directory" };
  const { data: look } = useQuery(lookQuery(snapshot, place, TEXT_SHOWN));
  const [asked, setAsked] = useState<FileView | null>(null);
  const views = look?.is === "file" ? viewsOf(look.file) : [];
  const view = views.find((each) => each === asked) ?? views[0] ?? "bytes";
  return (
    <div className={styles.content}>
      <Content
        name={words.contentOf(name)}
        look={look?.is === "missing" ? undefined : look}
        view={view}
        onView={setAsked}
        onMore={() => setAsked("bytes")}
        onSelect={() => undefined}
      />
    </div>
  );
}
