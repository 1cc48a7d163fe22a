import { History, Trash2 } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { Group, Panel, useDefaultLayout } from "react-resizable-panels";
import { type Chosen, useChosen } from "../../api/chosen.ts";
import { IconButton } from "../../components/button.tsx";
import { useNarrow } from "../../components/element-size.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { SplitSeparator } from "../../components/split-separator.tsx";
import { useSettled } from "../../components/use-settled.ts";
import type { VirtualListHandle } from "../../components/virtual-list.tsx";
import { type Spot, spotOf } from "../../model/files/spots.ts";
import { useFilesView, viewOf } from "../../state/files-view.ts";
import { registerPane } from "../../state/focus.ts";
import { useSlider } from "../../state/slider.ts";
import { text } from "../../strings/index.ts";
import { Breadcrumbs } from "./breadcrumbs.tsx";
import styles from "./files.module.css";
import { FilesPane } from "./files-pane.tsx";
import { Preview } from "./preview.tsx";
import { type ShownVersion, TimeSlider } from "./slider/time-slider.tsx";
import { itemAt, useFileRows } from "./use-file-rows.ts";

/** The files of the chosen snapshot, and a preview of the chosen file. Nothing while it is not known which that is. */
export function Files() {
  const chosen = useChosen();
  const { place } = useFilesView((state) => viewOf(state, chosen?.label ?? ""));
  const spot = useMemo(() => chosen && spotOf(chosen, place), [chosen, place]);
  return (
    <section className={styles.files} data-screen="files" aria-label={text.files.title}>
      {chosen !== null && spot !== null && <Snapshot chosen={chosen} spot={spot} />}
    </section>
  );
}

/** Narrower than this, the preview is below the files. */
const WIDE = 720;
const SLIDER_KEYS = navigator.platform.startsWith("Mac") ? "⌘T" : "Ctrl+T";
/** Whoever steps through files with the keys held down does not want to see each of them, in ms. */
const RESTED = 100;

function Snapshot({ chosen, spot }: { readonly chosen: Chosen; readonly spot: Spot }) {
  const frame = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualListHandle>(null);
  const filter = useRef<HTMLInputElement>(null);
  const preview = useRef<HTMLElement>(null);
  const narrow = useNarrow(frame, WIDE);
  const layout = useDefaultLayout({ id: "files", panelIds: ["tree", "preview"], storage: localStorage });
  const rows = useFileRows(spot);
  const settled = useSettled(spot, RESTED);
  const slides = useSlider((state) => state.isOpen);
  const [version, setVersion] = useState<ShownVersion | null>(null);
  const previewed = version === null ? settled : version.spot;
  const { reveal } = useFilesView.getState();
  const { path, isFolder } = spot;
  const place = useMemo(() => ({ path, isFolder }), [path, isFolder]);
  const isThere = rows.shown !== undefined;
  useEffect(
    () => (isThere ? registerPane("files", () => (list.current ?? filter.current)?.focus()) : undefined),
    [isThere],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (event.defaultPrevented || !(ctrlKey || metaKey) || altKey || shiftKey || key !== "f") return;
    event.preventDefault();
    filter.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for everything in it.
    <div ref={frame} className={styles.files} onKeyDown={onKeyDown}>
      <Breadcrumbs label={spot.label} place={spot} onSelect={(place) => reveal(spot.label, place)}>
        <IconButton
          label={text.slider.open}
          shortcut={SLIDER_KEYS}
          icon={<History size={14} />}
          aria-pressed={slides}
          onClick={useSlider.getState().toggle}
        />
      </Breadcrumbs>
      {slides && (
        <TimeSlider
          key={`${chosen.label}:${spot.path}`}
          chosen={chosen}
          place={place}
          onVersion={setVersion}
        />
      )}
      <Group
        className={styles.split}
        orientation={narrow ? "vertical" : "horizontal"}
        {...(layout.defaultLayout && { defaultLayout: layout.defaultLayout })}
        onLayoutChanged={layout.onLayoutChanged}
      >
        <Panel id="tree" defaultSize="45%" minSize={120}>
          <FilesPane
            spot={spot}
            rows={rows}
            listRef={list}
            filterRef={filter}
            onPreview={() => preview.current?.focus()}
          />
        </Panel>
        <SplitSeparator label={text.files.split} />
        <Panel id="preview" minSize={140}>
          {previewed === null ? (
            <EmptyState icon={<Trash2 size={28} />} title={text.slider.deletedTitle}>
              {text.slider.deletedAbout}
            </EmptyState>
          ) : (
            <Preview
              ref={preview}
              spot={previewed}
              item={itemAt(rows.shown, previewed)}
              onSelect={(place) => reveal(spot.label, place)}
            />
          )}
        </Panel>
      </Group>
    </div>
  );
}
