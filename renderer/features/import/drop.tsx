import { Layers } from "lucide-react";
import { create } from "zustand";
import { diskPathsOf } from "../../api/bridge.ts";
import { attempt } from "../../model/attempt.ts";
import { startImport } from "../../model/import/start.ts";
import { useNotices } from "../../state/notices.ts";
import { text } from "../../strings/index.ts";
import styles from "./drop.module.css";

interface Drop {
  /** The number of items held over the window; null for none. */
  readonly over: number | null;
}

/** The files held over the window. */
const useDrop = create<Drop>()(() => ({ over: null }));

/** Handles every drop on the window, whose page never navigates to a file. Returns a function that stops it. */
export function followDrops(target: Document): () => void {
  // A drag that began in this window may come back over it.
  let own = false;
  const show = (over: number | null) => {
    if (useDrop.getState().over !== over) useDrop.setState({ over });
  };
  const listeners: Partial<{ [T in keyof DocumentEventMap]: (event: DocumentEventMap[T]) => void }> = {
    dragstart: () => {
      own = true;
    },
    pointermove: ({ buttons }) => {
      if (buttons === 0) own = false;
      // While something is held over the window no pointer moves in it: it went away without a word.
      show(null);
    },
    dragenter: (event) => {
      if (!isForUs(event)) return show(null);
      event.preventDefault();
      if (!own && hasFiles(event)) show(Math.max(1, event.dataTransfer?.items.length ?? 1));
    },
    dragover: (event) => {
      if (!isForUs(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = own ? "none" : "copy";
    },
    dragleave: ({ relatedTarget }) => {
      if (relatedTarget === null) show(null);
    },
    dragend: () => show(null),
    drop: (event) => {
      show(null);
      if (!isForUs(event)) return;
      event.preventDefault();
      event.stopPropagation();
      if (!own) take(event.dataTransfer);
      own = false;
    },
  };
  // Caught on their way down: no part of the window sees a drop before it is known whose it is.
  for (const [type, listener] of Object.entries(listeners)) {
    target.addEventListener(type, listener as EventListener, { capture: true });
  }
  return () => {
    for (const [type, listener] of Object.entries(listeners)) {
      target.removeEventListener(type, listener as EventListener, { capture: true });
    }
  };
}

/** Reads the dropped data, which is gone after the event. */
function take(data: DataTransfer | null): void {
  const paths = data === null ? [] : diskPathsOf(data.files);
  if (paths.length > 0) attempt(startImport([...new Set(paths)]));
  else useNotices.getState().tell({ kind: "done", text: text.importing.drop.nothing });
}

/**
 * Leaves a drop to targets of their own, and dragged text to fields and editors. `data-takes-drops` marks such a target; its
 * value is the only data type that it takes, or "*" where it takes all.
 */
function isForUs(event: DragEvent): boolean {
  const { target, dataTransfer } = event;
  const taken = target instanceof Element ? target.closest("[data-takes-drops]") : null;
  const type = taken?.getAttribute("data-takes-drops");
  if (type === "*" || (type && dataTransfer?.types.includes(type))) return false;
  if (hasFiles(event)) return true;
  return !(target instanceof Element && target.closest("input, textarea, [contenteditable], .monaco-editor"));
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes("Files") ?? false;
}

/** Says what a drop on the window would do. */
export function DropOverlay() {
  const over = useDrop((state) => state.over);
  if (over === null) return null;
  return (
    <div className={styles.overlay} role="status" data-drop>
      <div className={styles.words}>
        <Layers size={32} aria-hidden />
        <p className={styles.title}>{text.importing.drop.title}</p>
        <p>{text.importing.drop.about(over)}</p>
      </div>
    </div>
  );
}
