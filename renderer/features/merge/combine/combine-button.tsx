import { Combine } from "lucide-react";
import type { FileMerge } from "../../../../core/merge/model/file-merge.ts";
import type { MergeInfo } from "../../../api/merges.ts";
import { Button } from "../../../components/button.tsx";
import { combinableHunks } from "../../../model/merge/combinable.ts";
import type { FileSession } from "../../../model/merge/file-session.ts";
import { useDialogs } from "../../../state/dialogs.ts";
import { text } from "../../../strings/index.ts";
import { sideColours, sideWords } from "../sides/sides.ts";
import { useCombinable } from "./use-combinable.ts";

const words = text.mergeCombine;

interface CombineButtonProps {
  /** The name of the file. */
  readonly file: string;
  readonly session: FileSession;
  readonly merge: FileMerge;
  readonly info: MergeInfo;
  readonly canWrite: boolean;
}

/** Leads to combining the words of all hunks of a text where that is certain; nothing where there is no such hunk. */
export function CombineButton({ file, session, merge, info, canWrite }: CombineButtonProps) {
  const count = useCombinable(merge);
  if (count === 0) return null;
  const ask = (pane: HTMLElement | null) => {
    // The button goes with the last of its hunks. The focus would fall on one that takes a side: Enter would replace what was combined.
    pane?.focus();
    useDialogs.getState().show({
      name: "combine-words",
      file,
      sides: sideWords(info),
      colours: sideColours(info),
      hunks: combinableHunks(session.merge),
      combine: () => session.combineAll(),
    });
  };
  return (
    <Button
      variant="quiet"
      icon={<Combine size={14} />}
      title={words.tip}
      disabled={!canWrite}
      data-combine-all
      onClick={({ currentTarget }) => ask(currentTarget.closest("[data-pane]"))}
    >
      {words.open(count)}
    </Button>
  );
}
