import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { MenuCommand } from "../../../electron/bridge.ts";
import { shell } from "../../api/bridge.ts";
import { useChosen } from "../../api/chosen.ts";
import { labelQuery } from "../../api/queries.ts";
import { useWritable } from "../../api/writable.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { useSelection } from "../../state/selection.ts";
import { enabledCommands } from "./menu-commands.ts";

/** Whoever steps through a list has not chosen anything yet, in ms. */
const SETTLED = 120;

/** Keeps the native menu's items as what is chosen makes them. Apart from what is seen, which is not drawn anew for it. */
export function MenuState() {
  const name = useSelection((state) => state.label);
  const { data: label } = useQuery({ ...labelQuery(name ?? ""), enabled: name !== null });
  const chosen = useChosen();
  const canWrite = useWritable();
  const isAsking = useDialogs((state) => state.open !== null);
  const enabled = enabledCommands({
    canWrite,
    isAsking,
    label: label ? { isDeleted: label.ca_id === null } : null,
    snapshot: chosen?.to ? { isHead: chosen.isHead } : null,
  });
  return <MenuItems enabled={enabled} />;
}

/** Makes these items of the native menu, and no others, ones that can be chosen. */
export function MenuItems({ enabled }: { readonly enabled: readonly MenuCommand[] }) {
  const key = enabled.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the items are the same while their names are.
  useEffect(() => {
    const timer = setTimeout(() => void shell({ do: "menu", enabled: [...enabled] }), SETTLED);
    return () => clearTimeout(timer);
  }, [key]);
  return null;
}
