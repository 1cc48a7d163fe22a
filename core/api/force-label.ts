import type { SnapshotId } from "../ids.ts";
import type { Move } from "../labels/label-store.ts";
import type { Repository } from "../repository/repository.ts";

/**
 * Moves a label to a snapshot whatever it holds, and makes it where there is none. Tells whether it moved: it does not when it
 * is there already. Throws `LabelProtected`.
 */
export async function forceLabel(
  repository: Repository,
  move: Omit<Move, "op"> & { readonly to: SnapshotId },
): Promise<boolean> {
  for (;;) {
    const head = (await repository.label(move.label))?.head ?? null;
    if (head === move.to) return false;
    const result = await repository.run("moveLabel", {
      move: { ...move, op: head === null ? "create" : "force" },
      expected: head,
    });
    if (result.status === "moved") return true;
  }
}
