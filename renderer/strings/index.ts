import { common } from "./common.ts";
import { compare } from "./compare.ts";
import { errors } from "./errors.ts";
import { exporting } from "./exporting.ts";
import { files } from "./files.ts";
import { importing } from "./importing.ts";
import { labels } from "./labels.ts";
import { merge } from "./merge.ts";
import { mergeCombine } from "./merge-combine.ts";
import { mergeFind } from "./merge-find.ts";
import { mergeProof } from "./merge-proof.ts";
import { mergeRows } from "./merge-rows.ts";
import { mergeRules } from "./merge-rules.ts";
import { moving } from "./moving.ts";
import { retention } from "./retention.ts";
import { shell } from "./shell.ts";
import { slider } from "./slider.ts";
import { space } from "./space.ts";
import { storage } from "./storage.ts";
import { timeline } from "./timeline.ts";
import { undo } from "./undo.ts";
import { undoing } from "./undoing.ts";
import { working } from "./working.ts";

/** Every word that the window shows, by the screen that shows it. */
export const text = {
  common,
  compare,
  errors,
  exporting,
  files,
  importing,
  labels,
  merge,
  mergeCombine,
  mergeFind,
  mergeProof,
  mergeRules,
  mergeRows,
  moving,
  retention,
  shell,
  slider,
  space,
  storage,
  timeline,
  undo,
  undoing,
  working,
} as const;
