import { homedir } from "node:os";
import { posix, win32 } from "node:path";

/** The facts that decide where the default store is. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * Returns the folder of the default store: in the system's folder for application data
 * (on Linux and others that of the XDG Base Directory Specification, which has relative paths ignored).
 */
export function defaultStoreFolder(machine: Machine = thisMachine()): string {
  const { platform, env, home } = machine;
  if (platform === "win32") {
    return win32.join(env.LOCALAPPDATA || win32.join(home, "AppData", "Local"), "Strata", "store");
  }
  if (platform === "darwin") return posix.join(home, "Library", "Application Support", "Strata", "store");
  const { XDG_DATA_HOME: data = "" } = env;
  return posix.join(posix.isAbsolute(data) ? data : posix.join(home, ".local", "share"), "strata", "store");
}

/** Returns the path of the file with the token of the HTTP API, unless another one is named: beside the default store. */
export function defaultTokenFile(machine: Machine = thisMachine()): string {
  const { dirname, join } = machine.platform === "win32" ? win32 : posix;
  return join(dirname(defaultStoreFolder(machine)), "http-token");
}

function thisMachine(): Machine {
  return { platform: process.platform, env: process.env, home: homedir() };
}
