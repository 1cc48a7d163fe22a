import { isAbsolute } from "node:path";
import * as z from "zod/mini";
import { DEFAULT_PORT, StrataError } from "../core/index.ts";
import { type Settings, type ShellRequest, settings } from "./bridge.ts";
import { JsonFile } from "./json-file.ts";
import { words } from "./words.ts";

/** A change of some of the settings. */
export type SettingsChange = Extract<ShellRequest, { do: "settings" }>["change"];

const DEFAULTS: Settings = { theme: "system", store: null, http: { on: false, port: DEFAULT_PORT } };

/** Keeps the valid settings of a file that was edited by hand, above all the store's folder. */
const onDisk = z.object({
  theme: z.catch(settings.shape.theme, DEFAULTS.theme),
  store: z.catch(
    settings.shape.store.check(z.refine((store) => store === null || isAbsolute(store))),
    DEFAULTS.store,
  ),
  http: z.catch(settings.shape.http, DEFAULTS.http),
});

/** The settings, on disk. */
export class SettingsFile {
  readonly #file: JsonFile<Settings>;
  #settings: Settings;

  constructor(path: string) {
    this.#file = new JsonFile(path, onDisk);
    this.#settings = this.#file.read() ?? DEFAULTS;
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** Changes some settings; they apply once they are written. Throws `BadInput` for a store at a relative path. */
  async change({ theme, store, http }: SettingsChange): Promise<Settings> {
    if (typeof store === "string" && !isAbsolute(store)) {
      throw new StrataError("BadInput", words.notAbsolute(store), { data: { path: store } });
    }
    const { settings } = this;
    const changed = {
      theme: theme ?? settings.theme,
      store: store === undefined ? settings.store : store,
      http: http ?? settings.http,
    };
    await this.#file.write(changed);
    this.#settings = changed;
    return changed;
  }
}
