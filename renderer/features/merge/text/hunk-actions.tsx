import {
  ArrowDownUp,
  ArrowLeft,
  ArrowRight,
  CircleOff,
  Combine,
  Equal,
  FoldVertical,
  Lightbulb,
  type LucideIcon,
  RotateCcw,
  Rows2,
  SquareSplitVertical,
} from "lucide-react";
import type { Choice } from "../../../../core/merge/model/region-state.ts";
import type { FileSession, SessionView } from "../../../model/merge/file-session.ts";
import { useMergeView } from "../../../state/merge-view.ts";
import { text } from "../../../strings/index.ts";
import type { Spot } from "../panes/panes.ts";
import type { SideWords } from "../sides/sides.ts";

const words = text.merge;

/** The key of an action: a code of `KeyboardEvent`, and whether Shift is held. While typing, Alt is held too. */
export interface ActionKey {
  readonly code: string;
  readonly shift: boolean;
  /** As it is shown. */
  readonly cap: string;
}

/** Something that can be done to the hunk at hand. */
export interface HunkAction {
  readonly id: string;
  readonly text: string;
  readonly tip: string;
  readonly key: ActionKey;
  readonly icon: LucideIcon;
  readonly side?: "ours" | "theirs";
  /** Whether its words are left out where there is little room. */
  readonly isMinor?: boolean;
  readonly isTaken: boolean;
  run(): void;
  /** Returns the lines that it would leave; undefined where that says nothing. */
  preview?(): readonly string[];
}

interface ActionContext {
  readonly session: FileSession;
  readonly view: SessionView;
  readonly names: SideWords;
  readonly spot: Spot;
}

const key = (cap: string, shift = false): ActionKey => ({
  code: /\d/.test(cap) ? `Digit${cap}` : `Key${cap}`,
  shift,
  cap: shift ? `Shift+${cap}` : cap,
});

/** Lists what can be done to the hunk at hand; nothing where there is none. */
export function hunkActions({ session, view: { merge, current }, names, spot }: ActionContext): HunkAction[] {
  const { region, decision, result } = merge.region(current);
  if (region.kind === "unchanged" && decision !== "typed") return [];
  const advances = () => useMergeView.getState().settings.advance && decision === "open";
  const previewOf = (step: () => ReturnType<typeof merge.choose>) => () => {
    const { merge: next } = step();
    const { start, count } = next.region(current).result;
    return next.lines(start, start + count);
  };
  const choose = (choice: Choice, rest: Pick<HunkAction, "text" | "tip" | "key" | "icon">): HunkAction => ({
    ...rest,
    id: choice,
    isTaken: decision === choice || (decision === "auto" && region.kind === choice),
    run: () => session.choose(choice, advances()),
    preview: previewOf(() => merge.choose(current, choice)),
  });
  const actions: HunkAction[] = [];
  if (region.kind !== "unchanged") {
    actions.push(
      {
        ...choose("theirs", {
          text: names.theirs,
          tip: words.take(names.theirs),
          key: key("1"),
          icon: ArrowRight,
        }),
        side: "theirs",
      },
      {
        ...choose("ours", { text: names.ours, tip: words.take(names.ours), key: key("2"), icon: ArrowLeft }),
        side: "ours",
      },
    );
  }
  if (region.kind === "conflict") {
    const { ours, theirs } = names;
    actions.push(
      choose("theirs+ours", {
        text: words.both,
        tip: words.bothTip(theirs, ours),
        key: key("3"),
        icon: Rows2,
      }),
      {
        ...choose("ours+theirs", {
          text: words.bothReversed,
          tip: words.bothTip(ours, theirs),
          key: key("3", true),
          icon: ArrowDownUp,
        }),
        isMinor: true,
      },
    );
  }
  if (region.kind !== "unchanged") {
    actions.push(
      {
        ...choose("base", { text: words.baseTake, tip: words.baseTip, key: key("B"), icon: Equal }),
        isMinor: true,
      },
      {
        ...choose("nothing", { text: words.neither, tip: words.neitherTip, key: key("0"), icon: CircleOff }),
        isMinor: true,
      },
    );
  }
  if (merge.combined(current) !== undefined) {
    actions.push({
      id: "combined",
      text: words.combine,
      tip: words.combineTip,
      key: key("C"),
      icon: Combine,
      isTaken: decision === "combined",
      run: () => session.combine(advances()),
      preview: previewOf(() => merge.combine(current)),
    });
  }
  if (region.suggestion !== undefined) {
    actions.push({
      id: "suggestion",
      text: words.suggestion,
      tip: words.suggestionTip(names[region.suggestion]),
      key: key("T"),
      icon: Lightbulb,
      isTaken: decision === "suggested",
      run: () => session.takeSuggestion(advances()),
      preview: previewOf(() => merge.takeSuggestion(current)),
    });
  }
  if (isInside(spot, region, result) && merge.canSplit(current, spot.pane, spot.line)) {
    actions.push({
      id: "split",
      text: words.split,
      tip: words.splitTip,
      key: key("X"),
      icon: SquareSplitVertical,
      isMinor: true,
      isTaken: false,
      run: () => session.split(spot.pane, spot.line),
    });
  }
  if (region.kind !== "unchanged" && merge.nextHunk(current) !== undefined) {
    actions.push({
      id: "join",
      text: words.join,
      tip: words.joinTip,
      key: key("J"),
      icon: FoldVertical,
      isMinor: true,
      isTaken: false,
      run: () => session.join(),
    });
  }
  if (decision !== "open" && decision !== "auto") {
    const isConflict = region.kind === "conflict";
    actions.push({
      id: "reopen",
      text: words.reopen,
      tip: isConflict ? words.reopenTip : words.revertTip,
      key: key("R"),
      icon: RotateCcw,
      isMinor: true,
      isTaken: false,
      run: () => session.reopen(),
    });
  }
  return actions;
}

type Placed = ReturnType<FileSession["merge"]["region"]>;

function isInside({ pane, line }: Spot, region: Placed["region"], result: Placed["result"]): boolean {
  const { start, count } = pane === "result" ? result : region[pane];
  return line >= start && line <= start + count;
}
