import { useQuery } from "@tanstack/react-query";
import { FileX, RotateCcw, SquarePen } from "lucide-react";
import { type ReactNode, useState } from "react";
import { asAppError } from "../../api/bridge.ts";
import { type Look, lookQuery, TEXT_SHOWN } from "../../api/look.ts";
import { folderChangesQuery, type MountState } from "../../api/mounts.ts";
import { useWritable } from "../../api/writable.ts";
import { Button } from "../../components/button.tsx";
import { Sign } from "../../components/counts.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { bytes, folderOf, nameOf } from "../../components/format.ts";
import pane from "../../components/pane-header.module.css";
import type { Place } from "../../components/paths.ts";
import { draftKey, useDrafts } from "../../model/working/drafts.ts";
import { revert } from "../../model/working/edits.ts";
import { UNKNOWN_REVISION } from "../../model/working/text-models.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { Content } from "../../shared/preview/content.tsx";
import { type FileView, viewsOf } from "../../shared/preview/views.ts";
import { useWorkingView, viewOf } from "../../state/working-view.ts";
import { text } from "../../strings/index.ts";
import { editableOf } from "./editable.ts";
import { TextEditor } from "./text-editor.tsx";
import styles from "./working.module.css";

const words = text.working;

interface WorkingFileProps {
  readonly mount: number;
  readonly state: MountState;
}

/** The chosen file of a working copy, to be edited where it is a text. */
export function WorkingFile({ mount, state }: WorkingFileProps) {
  const place = useWorkingView((view) => viewOf(view, mount).place);
  if (place === null) {
    return (
      <EmptyState icon={<SquarePen size={28} />} title={words.nothingChosen}>
        {words.nothingChosenAbout}
      </EmptyState>
    );
  }
  return <Chosen mount={mount} state={state} place={place} />;
}

function Chosen({
  mount,
  state: { base, ca_id: now, revision },
  place,
}: WorkingFileProps & { readonly place: Place }) {
  const current = useQuery(lookQuery(now, place, TEXT_SHOWN));
  const isGone = current.data?.is === "missing" && !current.isPlaceholderData;
  const before = useQuery({ ...lookQuery(base, place, TEXT_SHOWN), enabled: isGone });
  const error = current.error ?? before.error;
  const wasThere = isGone && before.data !== undefined && before.data.is !== "missing";
  const look = wasThere ? before.data : current.data;
  const edited = useEdited(mount, place.path, wasThere ? undefined : look);
  return (
    <div className={styles.file}>
      <FileHeader mount={mount} base={base} now={now} path={place.path} />
      {wasThere && !edited && (
        <div className={styles.strip}>
          <p>{words.removedHere}</p>
          <PutBack mount={mount} path={place.path} />
        </div>
      )}
      {error && (
        <div className={styles.trouble}>
          <ErrorPanel error={asAppError(error)} onRetry={() => void current.refetch()} />
        </div>
      )}
      {isGone && !wasThere && before.data && (
        <EmptyState icon={<FileX size={28} />} title={words.missing}>
          {words.missingAbout(place.path)}
        </EmptyState>
      )}
      {edited ? (
        <>
          {"isMixed" in edited && edited.isMixed && <p className={styles.strip}>{words.mixedEnds}</p>}
          <TextEditor
            mount={mount}
            path={edited.path}
            text={edited.text}
            revision={look?.snapshot === now ? revision : UNKNOWN_REVISION}
            mark={edited.mark}
          />
        </>
      ) : (
        look && look.is !== "missing" && <Shown mount={mount} look={look} isGone={wasThere} />
      )}
    </div>
  );
}

/** Returns the text to edit: a draft stays in sight, even if its path has other content by now. */
function useEdited(mount: number, path: string, look: Look | undefined) {
  const canWrite = useWritable();
  const draft = useDrafts((state) => state.drafts[draftKey(mount, path)]);
  if (draft !== undefined && draft.state !== "kept") return draft;
  const editable = look && editableOf(look);
  return editable?.as === "text" && canWrite ? editable : undefined;
}

function PutBack({ mount, path }: { readonly mount: number; readonly path: string }) {
  const canWrite = useWritable();
  return (
    <Button icon={<RotateCcw size={14} />} disabled={!canWrite} onClick={() => void revert(mount, path)}>
      {words.putBack}
    </Button>
  );
}

interface FileHeaderProps {
  readonly mount: number;
  readonly base: string;
  readonly now: string;
  readonly path: string;
}

function FileHeader({ mount, base, now, path }: FileHeaderProps) {
  const canWrite = useWritable();
  const { data: change } = useQuery({
    ...folderChangesQuery(base, now, folderOf(path)),
    select: ({ marks }) => marks.get(path)?.change,
    placeholderData: (shown) => shown,
  });
  return (
    <header className={styles.strip}>
      {change && <Sign kind={change} />}
      <h3 className={`ellipsis ${pane.title}`} title={path}>
        {nameOf(path)}
      </h3>
      <span className={`ellipsis ${styles.where}`}>{folderOf(path)}</span>
      {change === "modified" && (
        <Button icon={<RotateCcw size={14} />} disabled={!canWrite} onClick={() => void revert(mount, path)}>
          {words.revert}
        </Button>
      )}
    </header>
  );
}

interface ShownProps {
  readonly mount: number;
  readonly look: Exclude<Look, { is: "missing" }>;
  /** Whether this is the content from before the removal. */
  readonly isGone: boolean;
}

function Shown({ mount, look, isGone }: ShownProps): ReactNode {
  const [asked, setAsked] = useState<{ readonly path: string; readonly view: FileView } | null>(null);
  const views = look.is === "file" ? viewsOf(look.file) : [];
  const path = look.place.path;
  const view = views.find((each) => asked?.path === path && asked.view === each) ?? views[0] ?? "bytes";
  const note = isGone ? undefined : noteOf(editableOf(look).as);
  return (
    <div className={styles.view}>
      {note && <p className={styles.strip}>{note}</p>}
      <Content
        look={look}
        view={view}
        onView={(next) => setAsked({ path, view: next })}
        onMore={() => setAsked({ path, view: "bytes" })}
        onSelect={(next) => useWorkingView.getState().reveal(mount, next)}
      />
    </div>
  );
}

function noteOf(as: ReturnType<typeof editableOf>["as"]): string | undefined {
  if (as === "large") return words.readOnlyKinds.large(bytes(TEXT_SHOWN));
  return as === "encoding" ? words.readOnlyKinds.encoding : undefined;
}
