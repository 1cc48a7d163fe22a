import {
  CircleDot,
  GitMerge,
  type LucideIcon,
  PencilLine,
  RotateCcw,
  Sprout,
  Trash2,
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
