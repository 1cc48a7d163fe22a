import type { SnapshotId } from "../ids.ts";
import { labelDeleted, unknownLabel } from "../labels/label-errors.ts";
import type { Label } from "../labels/label-store.ts";
import type { Repository } from "../repository/repository.ts";

/** Returns a label, deleted ones too. Throws `UnknownLabel`. */
export async function existingLabel(repository: Repository, name: string): Promise<Label> {
  const label = await repository.label(name);
  if (label === undefined) throw unknownLabel(name);
  return label;
}

/** Returns a label's head. Throws `LabelDeleted`. */
export function headOf({ name, head }: Label): SnapshotId {
  if (head === null) throw labelDeleted(name);
  return head;
}
