import { ImageOff } from "lucide-react";
import { type RefObject, useRef, useState } from "react";
import { useRoom } from "../../components/element-size.ts";
import { Choice } from "../../components/field.tsx";
import { bytes, nameOf } from "../../components/format.ts";
import { type LoadedImage, useLoadedImage } from "../../components/loaded-image.ts";
import { contentUrl } from "../../components/paths.ts";
import { text } from "../../strings/index.ts";
import { Onion, Swipe } from "./image-overlay.tsx";
import styles from "./image-pair.module.css";

/** One side of a changed image. */
export interface ImageSide {
  readonly snapshot: string;
  readonly size: number;
  readonly mediaType: string;
  /** Its own path, where the sides have it at different ones. */
  readonly path?: string;
}

/** What the two sides are called. */
export interface PairNames {
  readonly before: string;
  readonly after: string;
}

interface ImagePairProps {
  readonly path: string;
  readonly before: ImageSide | undefined;
  readonly after: ImageSide | undefined;
  readonly names?: PairNames;
}

const NAMES: PairNames = { before: text.compare.before, after: text.compare.after };

const { images } = text.compare;
const WAYS = (["pair", "swipe", "onion"] as const).map((value) => ({ value, text: images.ways[value] }));
const ZOOMS = (["fit", "1", "4"] as const).map((value) => ({ value, text: images.zooms[value] }));
type Way = (typeof WAYS)[number]["value"];
type Zoom = (typeof ZOOMS)[number]["value"];

/** An image before and after: beside each other, or one over the other; only one where there is no other. */
export function ImagePair({ path, before, after, names = NAMES }: ImagePairProps) {
  const [wanted, setWay] = useState<Way>("pair");
  const [zoom, setZoom] = useState<Zoom>("fit");
  const was = useLoadedImage(before && contentUrl(before.snapshot, before.path ?? path, before.mediaType));
  const is = useLoadedImage(after && contentUrl(after.snapshot, after.path ?? path, after.mediaType));
  const both = was?.size && is?.size ? { before: was, after: is } : null;
  const way = both === null ? "pair" : wanted;
  const room = useRef<HTMLDivElement>(null);
  const scale = useScale(room, zoom, way === "pair" && before && after ? 2 : 1, [was, is]);
  return (
    <div className={styles.images}>
      <div className={styles.strip}>
        {both !== null && <Choice label={images.way} value={way} options={WAYS} onChange={setWay} />}
        <span className={styles.push} />
        <Choice label={images.zoom} value={zoom} options={ZOOMS} onChange={setZoom} />
      </div>
      <div ref={room} className={styles.room}>
        {way === "pair" || both === null ? (
          <div className={styles.pair}>
            {before && <Framed name={names.before} path={path} drawn={was} scale={scale} />}
            {after && <Framed name={names.after} path={path} drawn={is} scale={scale} />}
          </div>
        ) : way === "swipe" ? (
          <Swipe path={path} {...both} names={names} scale={scale} />
        ) : (
          <Onion path={path} {...both} names={names} scale={scale} />
        )}
      </div>
      <div className={styles.captions}>
        {before && <Caption name={names.before} image={before} drawn={was} />}
        {after && <Caption name={names.after} image={after} drawn={is} />}
      </div>
    </div>
  );
}

/** The room around and between images, in pixels. */
const MARGIN = 24;

/** Returns the scale of both images: the same, so that their sizes can be compared. */
function useScale(
  room: RefObject<HTMLElement | null>,
  zoom: Zoom,
  beside: 1 | 2,
  drawn: readonly (LoadedImage | undefined)[],
): number {
  const { width, height } = useRoom(room);
  if (zoom !== "fit") return Number(zoom);
  const widest = Math.max(1, ...drawn.map((each) => each?.size?.width ?? 1));
  const highest = Math.max(1, ...drawn.map((each) => each?.size?.height ?? 1));
  const fitting = Math.min(
    (width / beside - (beside === 2 ? 2 : 1) * MARGIN) / widest,
    (height - 2 * MARGIN) / highest,
  );
  // A small image is not enlarged by default.
  return Math.min(1, Math.max(0.01, fitting));
}

interface FramedProps {
  readonly name: string;
  readonly path: string;
  readonly drawn: LoadedImage | undefined;
  readonly scale: number;
}

function Framed({ name, path, drawn, scale }: FramedProps) {
  const label = text.compare.image(name, nameOf(path));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
    <section className={styles.frame} tabIndex={0} aria-label={label}>
      {drawn?.size === null ? (
        <p className={styles.failed}>
          <ImageOff size={20} aria-hidden />
          {text.compare.noImage}
        </p>
      ) : (
        drawn && (
          <img
            className={styles.image}
            data-large={scale > 1}
            src={drawn.url}
            alt={label}
            width={drawn.size.width * scale}
            height={drawn.size.height * scale}
          />
        )
      )}
    </section>
  );
}

function Caption({ name, image, drawn }: { name: string; image: ImageSide; drawn: LoadedImage | undefined }) {
  const size = bytes(image.size);
  return (
    <p className={styles.caption}>
      <span>{name}</span>
      <span className="mono muted">
        {drawn?.size ? text.compare.dimensions(drawn.size.width, drawn.size.height, size) : size}
      </span>
    </p>
  );
}
