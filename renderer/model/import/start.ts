import { shell } from "../../api/bridge.ts";
import { client } from "../../api/client.ts";
import { labelQuery } from "../../api/queries.ts";
import { diskName } from "../../components/disk-paths.ts";
import { type DialogRequest, useDialogs } from "../../state/dialogs.ts";
import { useNotices } from "../../state/notices.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";

type ImportRequest = Extract<DialogRequest, { name: "import" }>;

/** Imports that were asked for while a dialog was open, which they must not take the place of. */
const later: ImportRequest[] = [];
let picking = false;

/** Opens the dialog that says what an import would do. Without paths a person chooses a folder first. */
export async function startImport(paths?: readonly string[], label?: string): Promise<void> {
  const chosen = paths ?? (await pick("import-folder"));
  if (chosen.length > 0) ask({ name: "import", paths: chosen, ...(label !== undefined && { label }) });
}

/** Lets the user choose files, and opens the dialog for them. */
export async function startFileImport(): Promise<void> {
  await startImport(await pick("import-files"));
}

/** The source of a label's next snapshot. */
interface Source {
  readonly name: string;
  readonly folder: string | null;
}

/** Opens the dialog for the next snapshot of a label; of one without a folder, a person chooses one first. */
export async function snapshotNow({ name, folder }: Source): Promise<void> {
  if (folder === null) return await startImport(undefined, name);
  const { type } = await shell({ do: "look", path: folder }).catch(() => ({ type: null }));
  if (type === "directory") ask({ name: "import", paths: [folder], label: name });
  else useDialogs.getState().show({ name: "folder-gone", label: name, folder });
}

/** Runs {@link snapshotNow} for the selected label; without one it starts a new import. */
export async function snapshotChosen(): Promise<void> {
  const name = useSelection.getState().label;
  if (name === null) return await startImport();
  const label = await client.fetchQuery(labelQuery(name));
  if (label !== null && label.ca_id !== null) await snapshotNow(label);
}

/** Opens the waiting dialog as soon as no other is open. Returns a function that stops it. */
export function followDialogs(): () => void {
  return useDialogs.subscribe(({ open, show }) => {
    const next = open === null ? later.shift() : undefined;
    if (next !== undefined) show(next);
  });
}

/** The native dialog is asked for once, however often a person clicks. */
async function pick(what: "import-folder" | "import-files"): Promise<readonly string[]> {
  if (picking) return [];
  picking = true;
  try {
    return (await shell({ do: "pick", what })).paths;
  } finally {
    picking = false;
  }
}

function ask(request: ImportRequest): void {
  const { open, show } = useDialogs.getState();
  if (open === null || open.name === "receipt" || open.name === "keys") {
    show(request);
    return;
  }
  if ([open, ...later].some((each) => isSame(each, request))) return;
  later.push(request);
  useNotices.getState().tell({ kind: "done", text: text.importing.drop.later(titleOf(request.paths)) });
}

function isSame(one: DialogRequest, other: ImportRequest): boolean {
  return (
    one.name === "import" &&
    one.label === other.label &&
    one.paths.length === other.paths.length &&
    one.paths.every((path, no) => path === other.paths[no])
  );
}

/** Names an import's sources briefly. */
export function titleOf(paths: readonly string[]): string {
  const [only] = paths;
  return paths.length === 1 && only !== undefined ? diskName(only) : text.importing.several(paths.length);
}
