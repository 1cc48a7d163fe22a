import { shell } from "../../api/bridge.ts";
import { text } from "../../strings/index.ts";
import { tellFailed } from "../attempt.ts";

/** Lets the user choose a folder, and opens the store in it; does nothing when none is chosen. */
export async function chooseStore(): Promise<void> {
  await orTell(async () => {
    const [folder] = (await shell({ do: "pick", what: "store" })).paths;
    if (folder !== undefined) await shell({ do: "settings", change: { store: folder } });
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
