import { useQuery } from "@tanstack/react-query";
import { FileX } from "lucide-react";
import { type Ref, useState } from "react";
import { asAppError } from "../../api/bridge.ts";
import { lookQuery, TEXT_MOST, TEXT_SHOWN } from "../../api/look.ts";
import type { TreeItem } from "../../api/queries.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import type { Place } from "../../components/paths.ts";
import type { Spot } from "../../model/files/spots.ts";
import { ErrorPanel } from "../../shared/error-panel.tsx";
import { Content } from "../../shared/preview/content.tsx";
import styles from "../../shared/preview/preview.module.css";
import { type FileView, viewsOf } from "../../shared/preview/views.ts";
import { text } from "../../strings/index.ts";
import { Header } from "./preview-header.tsx";

const words = text.files;

interface PreviewProps {
  readonly spot: Spot;
  /** The entry, where it is loaded already. */
  readonly item: TreeItem | undefined;
  readonly onSelect: (place: Place) => void;
  readonly ref?: Ref<HTMLElement>;
}

/** Shows the selected file or folder of the selected snapshot. */
export function Preview({ spot, item, onSelect, ref }: PreviewProps) {
  const { snapshot, path, isFolder } = spot;
  // Asked for of one path, and forgotten with the next.
  const [asked, setAsked] = useState<{ path: string; view?: FileView; all?: boolean }>({ path: "" });
  const wish = asked.path === path ? asked : { path };
  const {
    data: look,
    error,
    isPlaceholderData,
    refetch,
  } = useQuery(lookQuery(snapshot, { path, isFolder }, wish.all ? TEXT_MOST : TEXT_SHOWN));
  const views = look?.is === "file" ? viewsOf(look.file) : [];
  const view =
    views.find((each) => each === asked.view && asked.path === look?.place.path) ?? views[0] ?? "bytes";
  return (
    <section
      ref={ref}
      className={styles.preview}
      tabIndex={-1}
      aria-label={words.preview}
      aria-busy={error === null && (isPlaceholderData || look === undefined)}
    >
      {error && (
        <div className={styles.trouble}>
          <ErrorPanel error={asAppError(error)} onRetry={() => void refetch()} />
        </div>
      )}
      {look?.is === "missing" && (
        <EmptyState icon={<FileX size={28} />} title={words.missing}>
          {words.missingAbout(look.place.path)}
        </EmptyState>
      )}
      {look && look.is !== "missing" && (
        <Header
          look={look}
          whole={item?.path === look.place.path ? item : undefined}
          spot={{ ...spot, ...look.place, snapshot: look.snapshot }}
          view={view}
          onView={(next) => setAsked({ ...wish, view: next })}
        />
      )}
      <Content
        look={look}
        view={view}
        onView={(next) => setAsked({ ...wish, view: next })}
        onMore={() => setAsked({ ...wish, all: true })}
        onSelect={onSelect}
      />
    </section>
  );
}
