import { CornerDownRight, FileQuestion, Scale } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Look } from "../../api/look.ts";
import type { Preview } from "../../api/queries.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { bytes } from "../../components/format.ts";
import type { Place } from "../../components/paths.ts";
import { text } from "../../strings/index.ts";
import { DatabaseView } from "./database.tsx";
import { FolderView } from "./folder.tsx";
import { HexView } from "./hex.tsx";
import { ImageView } from "./image.tsx";
import styles from "./preview.module.css";
import { TextView } from "./text.tsx";
import type { FileView } from "./views.ts";

const words = text.files;
/** The size from which an image is shown only on request, in bytes. */
const LARGE_IMAGE = 16 * 1024 * 1024;

interface ContentProps {
  /** The name of the content, where there are several. */
  readonly name?: string;
  readonly look: Look | undefined;
  readonly view: FileView;
  readonly onView: (view: FileView) => void;
  /** Asks for more of a text. */
  readonly onMore: () => void;
  readonly onSelect: (place: Place) => void;
}

/** The preview itself. */
export function Content({ name, look, view, onView, onMore, onSelect }: ContentProps) {
  const file = look?.is === "file" ? look.file : null;
  const isText = file !== null && view === "text" && file.size > 0;
  const [everText, setEverText] = useState(false);
  if (isText && !everText) setEverText(true);
  return (
    <>
      {everText && <TextView file={isText ? file : null} onMore={onMore} onBytes={() => onView("bytes")} />}
      {look?.is === "folder" && (
        <FolderView path={look.place.path} total={look.total} entries={look.entries} onSelect={onSelect} />
      )}
      {file !== null && !isText && (
        <div className={styles.view}>
          <Other name={name} file={file} view={view} onView={onView} />
        </div>
      )}
    </>
  );
}

interface OtherProps {
  readonly name: string | undefined;
  readonly file: Preview;
  readonly view: FileView;
  readonly onView: (view: FileView) => void;
}

function Other({ name, file, view, onView }: OtherProps): ReactNode {
  const { path, size, ca_id: snapshot } = file;
  const [allowed, setAllowed] = useState<string>();
  const onBytes = () => onView("bytes");
  if (file.kind === "link") return <LinkView target={file.target ?? ""} />;
  if (size === 0) return <EmptyState icon={<FileQuestion size={28} />} title={words.emptyFile} />;
  if (view === "image" && size > LARGE_IMAGE && allowed !== file.id) {
    return (
      <EmptyState icon={<Scale size={28} />} title={words.large}>
        {words.largeAbout(bytes(size))}
        <Button onClick={() => setAllowed(file.id)}>{words.anyway}</Button>
      </EmptyState>
    );
  }
  if (view === "image") return <ImageView name={name} file={file} onBytes={onBytes} />;
  if (view === "tables") {
    return <DatabaseView key={path} snapshot={snapshot} path={path} onBytes={onBytes} />;
  }
  return <HexView key={path} snapshot={snapshot} path={path} size={size} />;
}

function LinkView({ target }: { readonly target: string }) {
  return (
    <EmptyState icon={<CornerDownRight size={28} />} title={words.linkTo}>
      <code className={`mono selectable ${styles.target}`}>{target}</code>
      {words.linkAbout}
    </EmptyState>
  );
}
