import { isAbsolute } from "node:path";
import * as z from "zod/mini";
import { StrataError } from "../core/index.ts";
import { type Settings, type ShellRequest, settings } from "./bridge.ts";
import { JsonFile } from "./json-file.ts";
import { words } from "./words.ts";

/** A change of some of the settings. */
export type SettingsChange = Extract<ShellRequest, { do: "settings" }>["change"];

const DEFAULTS: Settings = { theme: "system", store: null };

/** Of a file that somebody changed by hand, what can be understood counts: above all, which store it is. */
const onDisk = z.object({
  theme: z.catch(settings.shape.theme, DEFAULTS.theme),
  store: z.catch(
    settings.shape.store.check(z.refine((store) => store === null || isAbsolute(store))),
    DEFAULTS.store,
  ),
});

/** The user's wishes, on disk. */
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

  /** Changes some of them; they count when they are written. Throws `BadInput` for a store at a relative path. */
  async change({ theme, store }: SettingsChange): Promise<Settings> {
    if (typeof store === "string" && !isAbsolute(store)) {
      throw new StrataError("BadInput", words.notAbsolute(store), { data: { path: store } });
    }
    const { settings } = this;
    const changed = { theme: theme ?? settings.theme, store: store === undefined ? settings.store : store };
    await this.#file.write(changed);
    this.#settings = changed;
    return changed;
  }
}
