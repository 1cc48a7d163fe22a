import type { MergeFile } from "../../../api/merges.ts";
import { text } from "../../../strings/index.ts";
import type { SideWords } from "../sides/sides.ts";

const words = text.merge;

/** Says how a whole file is decided. */
export function decisionWords(decision: MergeFile["decision"], names: SideWords): string {
  const { decisions } = words;
  switch (decision.take) {
    case "ours":
    case "theirs":
    case "base":
      return decisions.side(names[decision.take]);
    case "both":
      return decisions.both(decision.as);
    default:
      return decisions[decision.take];
  }
}
