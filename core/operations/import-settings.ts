import type { LabelSettings } from "../labels/label-store.ts";

/** The ignore rules of one import. */
export interface ImportRules {
  /** Patterns for this import, after those of the label. */
  readonly ignore?: readonly string[] | undefined;
  /** Whether `.gitignore` counts; without it the label's setting does. */
  readonly gitignore?: boolean | undefined;
}

/** Returns the rules of an import under a label with these settings. */
export function settingsFor(
  { ignore = [], gitignore }: ImportRules,
  settings: LabelSettings = {},
): LabelSettings {
  return {
    ignore: [...(settings.ignore ?? []), ...ignore],
    gitignore: gitignore ?? settings.gitignore ?? false,
  };
}
