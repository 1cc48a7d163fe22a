import { useQuery } from "@tanstack/react-query";
import { ArchiveRestore, ChevronLeft, ChevronRight, GitCompareArrows, History, X } from "lucide-react";
import { type KeyboardEvent, useEffect } from "react";
import { type Chosen, moveOf } from "../../../api/chosen.ts";
import { lookQuery, TEXT_SHOWN } from "../../../api/look.ts";
import type { HistoryItem } from "../../../api/queries.ts";
import { Ago } from "../../../components/ago.tsx";
import { Button, IconButton } from "../../../components/button.tsx";
import { dayText, nameOf, shortTime } from "../../../components/format.ts";
import type { Place } from "../../../components/paths.ts";
import { compareWithNow } from "../../../model/comparison/show.ts";
import { restoreSpot, type Spot, spotOf } from "../../../model/files/spots.ts";
import { actorWords, moveWords } from "../../../shared/history/move-words.ts";
import { focusPane } from "../../../state/focus.ts";
import { useSelection } from "../../../state/selection.ts";
import { sideOfMove } from "../../../state/sides.ts";
import { positionAt, sliderPlace, useSlider } from "../../../state/slider.ts";
import { text } from "../../../strings/index.ts";
import styles from "./slider.module.css";
import { Track } from "./track.tsx";
import { useVersions, type Versions } from "./versions.ts";

/** A version of the selected path: where it is; null while the label was deleted. */
export type ShownVersion = { readonly spot: Spot | null };

interface TimeSliderProps {
  readonly chosen: Chosen;
  readonly place: Place;
  /** Called with the version to preview; null for that of the selected snapshot. */
  readonly onVersion: (version: ShownVersion | null) => void;
}

/** Goes through the versions of the selected file or folder, while everything else stays where it is. */
export function TimeSlider({ chosen, place, onVersion }: TimeSliderProps) {
  const { slider } = text;
  const move = useSelection((state) => state.move?.seq ?? null);
  const here = sliderPlace(chosen.label, move, place.path);
  const at = useSlider((state) => positionAt(state, here));
  const setAt = (position: number) => useSlider.getState().goTo({ place: here, position });
  const versions = useVersions(chosen, place.path, at);
  const { total, entry, error } = versions;
  const position = at ?? versions.chosen;
  const { label } = chosen;
  const { to, at: time } = (entry && moveOf(entry)) ?? {};
  useEffect(() => {
    if (at === undefined) onVersion(null);
    if (at === undefined || time === undefined || to === undefined) return;
    const { path, isFolder } = place;
    onVersion({ spot: to === null ? null : { path, isFolder, label, snapshot: to, at: time } });
  }, [at, to, time, label, place, onVersion]);
  useEffect(() => () => onVersion(null), [onVersion]);
  const close = () => {
    useSlider.getState().close();
    requestAnimationFrame(() => focusPane("files"));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    close();
  };
  const name = nameOf(place.path) || label;
  const ready = total !== undefined && position !== undefined;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of controls that is no part of a form.
    <div
      className={styles.bar}
      role="group"
      aria-label={slider.label(name)}
      onKeyDown={onKeyDown}
      data-screen="slider"
    >
      <div className={styles.row}>
        <IconButton
          label={slider.older}
          shortcut="←"
          icon={<ChevronLeft size={16} />}
          disabled={!ready || position <= 0}
          onClick={() => ready && setAt(position - 1)}
        />
        {ready && total > 0 ? (
          <Track
            label={slider.label(name)}
            words={entry ? wordsOf(entry, position, total) : slider.notYet}
            count={total}
            position={position}
            onMove={setAt}
          />
        ) : (
          <div className={styles.slider} />
        )}
        <IconButton
          label={slider.newer}
          shortcut="→"
          icon={<ChevronRight size={16} />}
          disabled={!ready || position >= total - 1}
          onClick={() => ready && setAt(position + 1)}
        />
        <IconButton label={slider.close} shortcut="Esc" icon={<X size={16} />} onClick={close} />
      </div>
      <div className={styles.row}>
        {error ? (
          <>
            <p className={styles.words} role="alert">
              {error.message}
            </p>
            <Button onClick={versions.retry}>{slider.again}</Button>
          </>
        ) : (
          <About chosen={chosen} place={place} versions={versions} position={position} />
        )}
      </div>
    </div>
  );
}

interface AboutProps {
  readonly chosen: Chosen;
  readonly place: Place;
  readonly versions: Versions;
  readonly position: number | undefined;
}

/** Names the version, with its actions. */
function About({ chosen, place, versions: { total, entry }, position }: AboutProps) {
  const { slider } = text;
  const { label } = chosen;
  const isThere = useIsThere(entry && moveOf(entry).to, place);
  if (total === undefined || position === undefined)
    return (
      <p className={`${styles.words} ${styles.late} muted`} role="status">
        {slider.finding}
      </p>
    );
  if (entry === undefined)
    return (
      <p className={`${styles.words} muted`} role="status">
        {total === 0 ? slider.none : position < 0 ? slider.notYet : ""}
      </p>
    );
  const spot = spotOf({ ...chosen, ...moveOf(entry) }, place);
  const side = sideOfMove(label, moveOf(entry));
  const canRestore = spot !== null && isThere !== false;
  return (
    <>
      <p className={styles.words}>
        <span className={styles.count}>{slider.version(position + 1, total)}</span>
        {isThere === false && (
          <span className={styles.gone}>
            {entry.pruned_at === undefined
              ? slider.deleted
              : text.retention.notKept(dayText(entry.pruned_at))}
          </span>
        )}
        <span className={styles.what} title={entry.message || undefined}>
          {moveWords(entry)}
        </span>
        <span className="muted ellipsis">
          {actorWords(entry.actor)} · <Ago at={entry.at} />
        </span>
      </p>
      <IconButton
        label={slider.compare}
        icon={<GitCompareArrows size={16} />}
        disabled={side === null}
        onClick={() => side && void compareWithNow(side, place.path)}
      />
      <IconButton label={slider.show} icon={<History size={16} />} onClick={() => showMove(entry)} />
      <Button
        icon={<ArchiveRestore size={14} />}
        disabled={!canRestore}
        onClick={() => spot && restoreSpot(spot)}
      >
        {slider.restore}
      </Button>
    </>
  );
}

/** Returns whether a snapshot has the path, as its preview found out; undefined while that is unknown. */
function useIsThere(snapshot: string | null | undefined, place: Place): boolean | undefined {
  const { data, isPlaceholderData } = useQuery({
    ...lookQuery(snapshot ?? "", place, TEXT_SHOWN),
    enabled: typeof snapshot === "string",
  });
  if (snapshot === null) return false;
  return data === undefined || isPlaceholderData ? undefined : data.is !== "missing";
}

function wordsOf(entry: HistoryItem, position: number, total: number): string {
  const { slider } = text;
  return `${slider.version(position + 1, total)}, ${shortTime(entry.at)}, ${moveWords(entry)}`;
}

/** Chooses the move in the history, and goes there. */
function showMove(entry: HistoryItem): void {
  useSelection.getState().chooseMove(moveOf(entry));
  requestAnimationFrame(() => focusPane("history"));
}
