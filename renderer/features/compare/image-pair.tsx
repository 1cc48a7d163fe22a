import { ImageOff } from "lucide-react";
import { useState } from "react";
import { bytes, nameOf } from "../../components/format.ts";
import { text } from "../../strings/index.ts";
import { contentUrl } from "../files/paths.ts";
import styles from "./image-pair.module.css";

/** One side of a changed image. */
export interface ImageSide {
  readonly snapshot: string;
  readonly size: number;
  readonly mediaType: string;
}

interface ImagePairProps {
  readonly path: string;
  readonly before: ImageSide | undefined;
  readonly after: ImageSide | undefined;
}

/** An image before and after, side by side; only one where there is no other. */
export function ImagePair({ path, before, after }: ImagePairProps) {
  return (
    <div className={styles.pair}>
      {before && <Shown key={before.snapshot} side={text.compare.before} path={path} image={before} />}
      {after && <Shown key={after.snapshot} side={text.compare.after} path={path} image={after} />}
    </div>
  );
}

interface ShownProps {
  readonly side: string;
  readonly path: string;
  readonly image: ImageSide;
}

function Shown({ side, path, image }: ShownProps) {
  const [size, setSize] = useState<{ readonly width: number; readonly height: number }>();
  const [failed, setFailed] = useState(false);
  return (
    <figure className={styles.side}>
      <div className={styles.frame}>
        {failed ? (
          <p className={styles.failed}>
            <ImageOff size={20} aria-hidden />
            {text.compare.noImage}
          </p>
        ) : (
          <img
            className={styles.image}
            src={contentUrl(image.snapshot, path, image.mediaType)}
            alt={text.compare.image(side, nameOf(path))}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
              setSize({ width: naturalWidth, height: naturalHeight })
            }
            onError={() => setFailed(true)}
          />
        )}
      </div>
      <figcaption className={styles.caption}>
        <span>{side}</span>
        <span className="mono muted">
          {size ? text.compare.dimensions(size.width, size.height, bytes(image.size)) : bytes(image.size)}
        </span>
      </figcaption>
    </figure>
  );
}
