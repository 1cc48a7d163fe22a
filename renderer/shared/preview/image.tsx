import { ImageOff } from "lucide-react";
import { useState } from "react";
import type { Preview } from "../../api/queries.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Choice } from "../../components/field.tsx";
import { nameOf } from "../../components/format.ts";
import { useLoadedImage } from "../../components/loaded-image.ts";
import { contentUrl } from "../../components/paths.ts";
import { text } from "../../strings/index.ts";
import styles from "./preview.module.css";

const words = text.files;
const ZOOMS = [
  { value: "fit", text: words.fit },
  { value: "full", text: words.fullSize },
] as const;

interface ImageViewProps {
  /** The name of the image, where there are several. */
  readonly name?: string | undefined;
  readonly file: Preview;
  readonly onBytes: () => void;
}

/** An image, on squares where it is transparent. */
export function ImageView({ name, file, onBytes }: ImageViewProps) {
  const url = contentUrl(file.ca_id, file.path, file.media_type ?? "");
  const drawn = useLoadedImage(url);
  const label = name ?? words.views.image;
  const [zoom, setZoom] = useState<"fit" | "full">("fit");
  if (drawn?.size === null) {
    return (
      <EmptyState icon={<ImageOff size={28} />} title={words.noImage}>
        {words.noImageAbout}
        <Button onClick={onBytes}>{words.asBytes}</Button>
      </EmptyState>
    );
  }
  return (
    <>
      <div className={styles.strip}>
        <span className="muted">{file.media_type?.replace(/^image\/(x-)?|\+xml$/g, "").toUpperCase()}</span>
        {drawn?.size && <span className="mono">{words.dimensions(drawn.size.width, drawn.size.height)}</span>}
        <span className={styles.push} />
        <Choice label={words.zoom} value={zoom} options={ZOOMS} onChange={setZoom} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard. */}
      <section className={styles.picture} data-zoom={zoom} tabIndex={0} aria-label={label}>
        {drawn?.size && (
          <img src={drawn.url} alt={nameOf(file.path)} width={drawn.size.width} height={drawn.size.height} />
        )}
      </section>
    </>
  );
}
