import {
  CircleDot,
  GitMerge,
  type LucideIcon,
  PencilLine,
  Redo,
  RotateCcw,
  Sprout,
  Trash2,
  Undo,
  Undo2,
  Zap,
} from "lucide-react";
import type { Op } from "../../api/queries.ts";

/** The sign of each kind of move. */
export const KIND_ICONS: Readonly<Record<Op, LucideIcon>> = {
  create: Sprout,
  push: CircleDot,
  reset: Undo2,
  force: Zap,
  merge: GitMerge,
  delete: Trash2,
  restore: RotateCcw,
  rename: PencilLine,
};

/** The signs of moves that undo others, or make them again. */
export const STEP_ICONS = { undo: Undo, redo: Redo } as const;
