import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type Ref,
  useId,
  useRef,
  useState,
} from "react";
import { nameOf } from "../../components/format.ts";
import type { LoadedImage } from "../../components/loaded-image.ts";
import { text } from "../../strings/index.ts";
import styles from "./image-pair.module.css";
import type { PairNames } from "./image-pair.tsx";

interface OverlayProps {
  readonly path: string;
  readonly before: LoadedImage;
  readonly after: LoadedImage;
  readonly names: PairNames;
  readonly scale: number;
}

const { images } = text.compare;
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
  Home: -100,
  End: 100,
};

/** Two images over each other, parted by a line: left of it the one before, right of it the one after. */
export function Swipe(props: OverlayProps) {
  const [at, setAt] = useState(50);
  const stage = useRef<HTMLDivElement>(null);
  const move = (to: number) => setAt(Math.min(100, Math.max(0, to)));
  const drag = (event: PointerEvent) => {
    const box = stage.current?.getBoundingClientRect();
    if (box === undefined || event.buttons !== 1) return;
    move(((event.clientX - box.left) / Math.max(1, box.width)) * 100);
  };
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    move(at + step * (event.shiftKey ? 10 : 1));
  };
  return (
    <Stage ref={stage} {...props} parted={at}>
      <div
        className={styles.divider}
        style={{ left: `${at}%` }}
        role="slider"
        tabIndex={0}
        aria-label={images.divider(props.names.before, props.names.after)}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(at)}
        onKeyDown={press}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
      >
        <span className={styles.grip} />
      </div>
    </Stage>
  );
}

/** Shows two images over each other; the upper one, the one after, is translucent. */
export function Onion(props: OverlayProps) {
  const id = useId();
  const [shown, setShown] = useState(50);
  return (
    <>
      <Stage {...props} opacity={shown / 100} />
      <div className={styles.onion}>
        <label htmlFor={id}>{props.names.before}</label>
        <input
          id={id}
          type="range"
          aria-label={images.opacity(props.names.after)}
          min={0}
          max={100}
          value={shown}
          onChange={(event) => setShown(Number(event.target.value))}
        />
        <label htmlFor={id}>{props.names.after}</label>
      </div>
    </>
  );
}

interface StageProps extends OverlayProps {
  /** The position of the border between the images, in percent. */
  readonly parted?: number;
  /** The opacity of the image after. */
  readonly opacity?: number;
  readonly children?: ReactNode;
  readonly ref?: Ref<HTMLDivElement>;
}

function Stage({ path, before, after, names, scale, parted, opacity, children, ref }: StageProps) {
  const sizes = [before.size, after.size].map((size) => ({
    width: (size?.width ?? 0) * scale,
    height: (size?.height ?? 0) * scale,
  }));
  const [was, is] = sizes;
  const width = Math.max(...sizes.map((size) => size.width));
  const height = Math.max(...sizes.map((size) => size.height));
  // Each is clipped to its side, or it would show through the other's transparent pixels.
  const sides =
    parted === undefined ? undefined : [`inset(0 ${100 - parted}% 0 0)`, `inset(0 0 0 ${parted}%)`];
  const name = nameOf(path);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
    <section className={styles.frame} tabIndex={0} aria-label={name}>
      <div ref={ref} className={styles.stage} style={{ width, height }}>
        <div className={styles.layer} style={{ clipPath: sides?.[0] }}>
          <img
            className={styles.image}
            data-large={scale > 1}
            src={before.url}
            alt={text.compare.image(names.before, name)}
            {...was}
          />
        </div>
        <div className={styles.layer} style={{ clipPath: sides?.[1], opacity }}>
          <img
            className={styles.image}
            data-large={scale > 1}
            src={after.url}
            alt={text.compare.image(names.after, name)}
            {...is}
          />
        </div>
        {children}
      </div>
    </section>
  );
}
