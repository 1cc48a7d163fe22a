import { shell } from "../../api/bridge.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";
import { tellFailed } from "../attempt.ts";

/** Lets the user choose a folder, and opens the store in it; does nothing when none is chosen. */
export async function chooseStore(): Promise<void> {
  await orTell(async () => {
    const [folder] = (await shell({ do: "pick", what: "store" })).paths;
    if (folder !== undefined) await shell({ do: "settings", change: { store: folder } });
  });
}

/** Lets the user choose the folder that the store moves to, and asks whether to. */
export async function chooseNewPlace(): Promise<void> {
  await orTell(async () => {
    const [to] = (await shell({ do: "pick", what: "new-place" })).paths;
    if (to !== undefined) useDialogs.getState().show({ name: "move-store", to });
  });
}

/** Opens the store that there is when no other is chosen. */
export async function chooseDefaultStore(): Promise<void> {
  await orTell(() => shell({ do: "settings", change: { store: null } }));
}

/** Opens the store again. */
export async function reopenStore(): Promise<void> {
  await orTell(() => shell({ do: "reopen" }));
}

/** Shows a path in the desktop's file browser. */
export async function reveal(path: string): Promise<void> {
  await orTell(() => shell({ do: "reveal", path }));
}

async function orTell(action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch (thrown) {
    tellFailed(text.shell.settings.failed, thrown);
  }
}
