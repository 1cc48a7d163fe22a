import type { CSSProperties } from "react";
import type { MergeInfo, MergeSide } from "../../../api/merges.ts";
import { exactTime, shortId } from "../../../components/format.ts";
import { labelHue } from "../../../components/label-dot.tsx";
import { text } from "../../../strings/index.ts";

const words = text.merge;

/** The names of a merge's sides, as people know them. */
export interface SideWords {
  readonly ours: string;
  readonly theirs: string;
  readonly base: string;
}

/** Names the sides of a merge. */
export function sideWords({ ours, theirs, base }: Pick<MergeInfo, "ours" | "theirs" | "base">): SideWords {
  return {
    ours: ours.name,
    theirs: theirs.name,
    base: base === null ? words.noBase : words.baseName(base.name),
  };
}

/** Where a sentence is about a side: not in the middle of a path. */
const NAMED = /(?<=^|, |where |Only )(ours|theirs)(?= )/gi;

/** Names the sides in a sentence of the merge, which calls them ours and theirs. */
export function withNames(sentence: string, { ours, theirs }: SideWords): string {
  return sentence.replaceAll(NAMED, (side) => (side.toLowerCase() === "ours" ? ours : theirs));
}

/** Says all that is known of a side. */
export function aboutSide({ name, ca_id: id, at, by, message }: MergeSide): string {
  return words.sideAbout(name, shortId(id), at === null ? "" : exactTime(at), by ?? "", message ?? "");
}

/** Returns the colours of both sides as style properties: their labels' own; where these are much alike, only theirs is. */
export function sideColours({ ours, theirs }: Pick<MergeInfo, "ours" | "theirs">): CSSProperties {
  const [own, other] = [labelHue(ours.label ?? ours.name), labelHue(theirs.label ?? theirs.name)];
  const apart = Math.abs(((own - other + 540) % 360) - 180);
  const hues = { ours: apart < ALIKE ? (other + 180) % 360 : own, theirs: other };
  const colour = (hue: number) => `oklch(var(--label-light) var(--label-chroma) ${hue.toFixed(1)})`;
  return { "--ours": colour(hues.ours), "--theirs": colour(hues.theirs) } as CSSProperties;
}

/** Hues less far apart than this look alike, in degrees. */
const ALIKE = 25;
