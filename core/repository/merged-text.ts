import { readWhole } from "../manifest/content.ts";
import { DEFAULT_FILE_MODE, type Entry, fileEntry } from "../manifest/entry.ts";
import { getEntry } from "../manifest/read.ts";
import type { StoredContent } from "../manifest/store-content.ts";
import type { MergedText } from "../merge/checks/finding.ts";
import { parseFileMerge } from "../merge/model/saved-file-merge.ts";
import { textOfBytes } from "../merge/model/text-bytes.ts";
import type { MergeSession, SessionFile } from "../sessions/session.ts";
import { onlyContent } from "../sessions/session-result.ts";
import { linesOfTexts, readTexts, type TextBytes } from "../sessions/session-texts.ts";
import type { OpenedStore } from "../store/open.ts";

/**
 * Returns the texts of a file and what comes of them so far, open hunks as in the base. Undefined if the file is no text, or
 * is one version as it was, or none. Throws `MissingObject`, `CorruptObject`.
 */
export async function readMergedText(
  store: OpenedStore,
  session: MergeSession,
  file: SessionFile,
): Promise<MergedText | undefined> {
  if (!isMadeAnew(file)) return undefined;
  const texts = await readTexts(store.objects, file.versions);
  if (typeof texts === "string") return undefined;
  const result = await resultOf(store, session, file, texts);
  if (result === undefined) return undefined;
  const text = (bytes: Uint8Array | null) => (bytes === null ? "" : textOfBytes(bytes));
  return { base: text(texts.base), ours: text(texts.ours), theirs: text(texts.theirs), result };
}

/** Returns whether a file's content is decided to be another than that of a version. */
function isMadeAnew({ conflict, decision }: SessionFile): boolean {
  if (decision === null || decision.take === "undecided") return conflict === null;
  return decision.take === "text" || decision.take === "content";
}

async function resultOf(
  store: OpenedStore,
  { merged }: MergeSession,
  { path, decision, text }: SessionFile,
  texts: TextBytes,
): Promise<string | undefined> {
  if (decision?.take === "text") {
    const merge = parseFileMerge(text, linesOfTexts(texts));
    return merge.ok ? merge.value.text() : undefined;
  }
  const entry =
    decision?.take === "content"
      ? fileOf(await onlyContent(store, decision.id))
      : await getEntry(store.nodes, merged, path);
  return entry && textOfBytes(await readWhole(store.objects, entry));
}

function fileOf({ size, content }: StoredContent): Entry {
  return fileEntry(DEFAULT_FILE_MODE, size, content);
}
