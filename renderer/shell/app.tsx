import { KeysDialog } from "../features/settings/keys-dialog.tsx";
import { SettingsDialog } from "../features/settings/settings-dialog.tsx";
import { WITHOUT_STORE } from "./menu-commands.ts";
import { MenuItems } from "./menu-state.tsx";
import { Notices } from "./notices.tsx";
import { Opening } from "./opening.tsx";
import { RecoveredDialog } from "./recovered-dialog.tsx";
import { StoreFailure } from "./store-failure.tsx";
import { useStoreView } from "./store-view.ts";
import { StoreWindow } from "./store-window.tsx";
import { useWindowCommands } from "./window-commands.ts";

/** The window: what the store holds, or why it cannot be shown. */
export function App() {
  const view = useStoreView();
  useWindowCommands();
  return (
    <>
      {view.phase === "opening" && <Opening />}
      {view.phase === "failed" && <StoreFailure {...view} />}
      {view.phase === "ready" && <StoreWindow key={view.folder} folder={view.folder} />}
      {view.phase !== "ready" && <MenuItems enabled={WITHOUT_STORE} />}
      <RecoveredDialog />
      <SettingsDialog />
      <KeysDialog />
      <Notices />
    </>
  );
}
