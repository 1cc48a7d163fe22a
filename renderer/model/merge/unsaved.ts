import { flushDrafts, onUnsaved } from "../working/drafts.ts";
import { flushTexts, onUnsavedTexts } from "./open-files.ts";

/** Saves all that was typed or decided, as far as that works. */
export async function flushAll(): Promise<void> {
  await Promise.all([flushDrafts(), flushTexts()]);
}

/** Calls a listener when something is unsaved, in a working copy or a merge, and when all is saved. Returns a function that stops it. */
export function onAnyUnsaved(listener: (unsaved: boolean) => void): () => void {
  let [inCopies, inMerges, told] = [false, false, false];
  const tell = () => {
    const unsaved = inCopies || inMerges;
    if (unsaved !== told) listener(unsaved);
    told = unsaved;
  };
  const ends = [
    onUnsaved((unsaved) => {
      inCopies = unsaved;
      tell();
    }),
    onUnsavedTexts((unsaved) => {
      inMerges = unsaved;
      tell();
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
