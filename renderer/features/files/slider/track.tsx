import { type CSSProperties, type KeyboardEvent, type PointerEvent, useEffect, useRef } from "react";
import { useSlider } from "../../../state/slider.ts";
import styles from "./slider.module.css";

interface TrackProps {
  readonly label: string;
  /** The thumb's position in words. */
  readonly words: string;
  readonly count: number;
  /** The thumb's position; −1 is before the first tick. */
  readonly position: number;
  readonly onMove: (position: number) => void;
}

/** Ticks closer than this look like one, in pixels. */
const APART = 4;

/** A line of ticks with a thumb, that is dragged or moved by the arrow keys, Page Up and Down, Home and End. */
export function Track({ label, words, count, position, onMove }: TrackProps) {
  const slider = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLDivElement>(null);
  // Not with every file that is gone to while it is open.
  useEffect(() => {
    if (useSlider.getState().takesFocus()) slider.current?.focus();
  }, []);
  const last = count - 1;
  const move = (to: number) => {
    const next = Math.min(last, Math.max(0, to));
    if (next !== position) onMove(next);
  };
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const box = line.current?.getBoundingClientRect();
    if (box === undefined || event.buttons !== 1) return;
    move(Math.round(((event.clientX - box.left) / Math.max(1, box.width)) * last));
  };
  const press = (event: KeyboardEvent) => {
    const leap = Math.max(2, Math.round(count / 10));
    const by: Readonly<Record<string, number>> = {
      ArrowLeft: position - 1,
      ArrowDown: position - 1,
      ArrowRight: position + 1,
      ArrowUp: position + 1,
      PageDown: position - leap,
      PageUp: position + leap,
      Home: 0,
      End: last,
    };
    const to = by[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move(to);
  };
  const share = last === 0 ? 1 : Math.max(0, position) / last;
  return (
    <div
      ref={slider}
      className={styles.slider}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={count}
      aria-valuenow={position + 1}
      aria-valuetext={words}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag(event);
      }}
      onPointerMove={drag}
    >
      <div
        ref={line}
        className={styles.line}
        style={{ "--gap": `max(${APART}px, calc((100% - 1px) / ${Math.max(1, last)}))` } as CSSProperties}
        data-one={last === 0}
      >
        <span className={styles.thumb} style={{ left: `${share * 100}%` }} />
      </div>
    </div>
  );
}
