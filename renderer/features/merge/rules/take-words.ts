import type { RuleTake } from "../../../model/merge/rules.ts";
import { text } from "../../../strings/index.ts";
import type { SideWords } from "../sides/sides.ts";

const { takes } = text.mergeRules;

/** Says what a rule takes. */
export function takeWords(take: RuleTake, names: SideWords): string {
  switch (take) {
    case "ours":
    case "theirs":
      return names[take];
    case "both":
      return takes.both(names.ours, names.theirs);
    case "both-reversed":
      return takes.both(names.theirs, names.ours);
    default:
      return takes[take];
  }
}
