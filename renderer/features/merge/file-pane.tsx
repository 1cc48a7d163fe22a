import { useQuery, useQueryClient } from "@tanstack/react-query";
import { FileCheck2, FileQuestion } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { asAppError } from "../../api/bridge.ts";
import { type MergeFile, type MergeInfo, mergeFileQuery, mergeItemQuery } from "../../api/merges.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { folderOf, nameOf } from "../../components/format.ts";
import { openText } from "../../model/merge/open-files.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { text } from "../../strings/index.ts";
import { Card } from "./cards/card.tsx";
import { PermissionsChoice } from "./cards/permissions-choice.tsx";
import { WholeChoice } from "./cards/whole-choice.tsx";
import styles from "./merge.module.css";
import { sideWords, withNames } from "./sides/sides.ts";
import { TextMerge } from "./text/text-merge.tsx";

const words = text.merge;

interface FilePaneProps {
  readonly info: MergeInfo;
  readonly path: string | undefined;
  readonly isWide: boolean;
  readonly canWrite: boolean;
}

/** The chosen file of a merge. */
export function FilePane({ info, path, isWide, canWrite }: FilePaneProps) {
  const { auto, open, resolved } = info.files;
  if (path === undefined && auto + open + resolved === 0) {
    return (
      <EmptyState icon={<FileCheck2 size={28} />} title={words.allMerged}>
        {words.allMergedAbout}
      </EmptyState>
    );
  }
  if (path === undefined) {
    return (
      <EmptyState icon={<FileQuestion size={28} />} title={words.choose}>
        {words.chooseAbout}
      </EmptyState>
    );
  }
  // When a side moved and was merged in, the file has other contents.
  const key = [path, info.ours.ca_id, info.theirs.ca_id].join(" ");
  return <Chosen key={key} info={info} path={path} isWide={isWide} canWrite={canWrite} />;
}

function Chosen({ info, path, isWide, canWrite }: FilePaneProps & { readonly path: string }) {
  const { data: file, error, refetch } = useQuery(mergeFileQuery(info, path));
  return (
    <>
      {error && (
        <div className={styles.trouble}>
          <ErrorPanel error={asAppError(error)} onRetry={() => void refetch()} />
        </div>
      )}
      {file && <Shown info={info} file={file} isWide={isWide} canWrite={canWrite} />}
    </>
  );
}

interface ShownProps {
  readonly info: MergeInfo;
  readonly file: MergeFile;
  readonly isWide: boolean;
  readonly canWrite: boolean;
}

function Shown(props: ShownProps) {
  const { file } = props;
  const isWhole = file.decision.take !== "text" && file.decision.take !== "undecided";
  // The hunks of a text that is taken as a whole do not count, and permissions have none: the versions are shown.
  const hasHunks = file.text !== null && !isWhole && file.kind !== "mode";
  return hasHunks ? <TextFile {...props} /> : <CardFile {...props} />;
}

function CardFile({ isWide, ...props }: ShownProps) {
  const { info, file } = props;
  const names = useMemo(() => sideWords(info), [info]);
  useFollow(info, file, undefined);
  return (
    <>
      <header className={styles.fileHeader}>
        <FileTitle path={file.path} />
      </header>
      {file.permissions && file.kind !== "mode" && <PermissionsChoice names={names} {...props} />}
      <Card names={names} {...props} />
    </>
  );
}

function TextFile({ isWide, ...props }: ShownProps) {
  const { info, file } = props;
  const names = useMemo(() => sideWords(info), [info]);
  const [session] = useState(() => openText(info, file));
  useFollow(info, file, session);
  if (session === undefined) return null;
  return (
    <>
      {file.kind === "rename/rename" ? (
        <WholeChoice names={names} {...props} />
      ) : (
        file.reason !== undefined && <p className={styles.note}>{withNames(file.reason, names)}</p>
      )}
      {file.permissions && <PermissionsChoice names={names} {...props} />}
      <TextMerge
        session={session}
        names={names}
        title={<FileTitle path={file.path} />}
        isWide={isWide}
        {...props}
      />
    </>
  );
}

function FileTitle({ path }: { readonly path: string }) {
  return (
    <>
      <h3 className={`ellipsis ${styles.fileName}`} title={path}>
        {nameOf(path)}
      </h3>
      <span className={`ellipsis ${styles.where}`}>{folderOf(path)}</span>
    </>
  );
}

/** Follows what others do to the file. */
function useFollow(info: MergeInfo, file: MergeFile, session: ReturnType<typeof openText>): void {
  const client = useQueryClient();
  const { data: item } = useQuery(mergeItemQuery(info.id, file.path));
  const revision = item?.revision ?? 0;
  const take = item?.take;
  useEffect(() => {
    if (session !== undefined) void session.follow(revision);
    const isKnown = revision <= file.revision || (session !== undefined && take === file.decision.take);
    if (!isKnown) void client.invalidateQueries({ queryKey: mergeFileQuery(info, file.path).queryKey });
  }, [client, info, file, session, revision, take]);
}
