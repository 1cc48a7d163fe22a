import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { MergeFile } from "../../../api/merges.ts";
import { previewQuery } from "../../../api/queries.ts";
import { Choice } from "../../../components/field.tsx";
import { ImagePair, type ImageSide } from "../../../shared/comparison/image-pair.tsx";
import { text } from "../../../strings/index.ts";
import type { CardProps } from "./card.tsx";
import styles from "./cards.module.css";
import { VersionColumns } from "./version-columns.tsx";

const { images: words } = text.merge;
type Images = Readonly<Record<"base" | "ours" | "theirs", ImageSide | undefined>>;
/** Which versions are compared: both sides, or the base with one. */
const PAIRS = [
  ["theirs", "ours"],
  ["base", "theirs"],
  ["base", "ours"],
] as const;

/** Returns the versions of a file that both sides have as an image; undefined for anything else. */
export function useImages({ base, ours, theirs }: MergeFile): Images | undefined {
  const images = { base: useImage(base), ours: useImage(ours), theirs: useImage(theirs) };
  return images.ours && images.theirs ? images : undefined;
}

function useImage(version: MergeFile["ours"]): ImageSide | undefined {
  const isFile = version?.type === "file";
  const { data } = useQuery({
    ...previewQuery(version?.ca_id ?? "", version?.path ?? "", 0),
    enabled: isFile,
  });
  if (!isFile || data?.kind !== "image" || data.media_type === undefined) return undefined;
  return { snapshot: version.ca_id, path: version.path, size: version.size, mediaType: data.media_type };
}

/** An image as both sides have it, beside each other or one over the other, or one of them with the base. */
export function ImageVersions({ images, ...props }: CardProps & { readonly images: Images }) {
  const { file, names } = props;
  const [chosen, choose] = useState("0");
  const pairs = PAIRS.filter((pair) => pair.every((side) => images[side] !== undefined));
  const [before, after] = pairs[Number(chosen)] ?? PAIRS[0];
  return (
    <>
      <VersionColumns {...props} isBrief />
      <div className={styles.images} data-images={`${before} ${after}`}>
        {pairs.length > 1 && (
          <Choice
            label={words.pair}
            value={chosen}
            options={pairs.map(([one, other], no) => ({
              value: String(no),
              text: words.pairOf(names[one], names[other]),
            }))}
            onChange={choose}
          />
        )}
        <ImagePair
          path={file.path}
          before={images[before]}
          after={images[after]}
          names={{ before: names[before], after: names[after] }}
        />
      </div>
    </>
  );
}
