import { expect, it } from "vitest";
import { defaultStoreFolder, type Machine } from "./store-location.ts";

it.each<[string, Machine, string]>([
  ["Linux", { platform: "linux", env: {}, home: "/home/ann" }, "/home/ann/.local/share/strata/store"],
  ["XDG", { platform: "linux", env: { XDG_DATA_HOME: "/data" }, home: "/home/ann" }, "/data/strata/store"],
  [
    "a relative XDG folder, which does not count",
    { platform: "linux", env: { XDG_DATA_HOME: "d" }, home: "/h" },
    "/h/.local/share/strata/store",
  ],
  [
    "macOS",
    { platform: "darwin", env: {}, home: "/Users/ann" },
    "/Users/ann/Library/Application Support/Strata/store",
  ],
  ["Windows", { platform: "win32", env: { LOCALAPPDATA: "C:\\L" }, home: "C:\\ann" }, "C:\\L\\Strata\\store"],
  [
    "Windows without LOCALAPPDATA",
    { platform: "win32", env: {}, home: "C:\\ann" },
    "C:\\ann\\AppData\\Local\\Strata\\store",
  ],
])("knows where the store is on %s", (_, machine, folder) => {
  expect(defaultStoreFolder(machine)).toBe(folder);
});
