import { useQuery } from "@tanstack/react-query";
import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import type { Side } from "../../state/sides.ts";
import { moveOfQuery } from "./use-side.ts";

/** The facts that decide which row of a label is selected first. */
export interface FirstRow {
  readonly label: string;
  /** The number of rows above the label's moves. */
  readonly above: number;
  /** The newest moves; undefined until they are known. */
  readonly top: CommandOutput<"history"> | undefined;
  /** The side to select, if this label has it. */
  readonly wanted: Side | null;
  /** The other side of the comparison. */
  readonly other: Side | null;
}

/**
 * Returns the row that is selected first: the wanted one; else the newest move, or the one before if that would be compared
 * with itself. Undefined until it is known.
 */
export function useFirstRow({ label, above, top, wanted, other }: FirstRow): number | undefined {
  const move = wanted?.is === "move" && wanted.label === label ? wanted : null;
  const { data: found, isPending } = useQuery({
    ...moveOfQuery(label, move?.snapshot ?? "", move?.at ?? 0),
    enabled: move !== null,
  });
  if (top === undefined || (move !== null && isPending)) return undefined;
  if (wanted?.is === "folder" && wanted.label === label && above > 0) return 0;
  if (found) return above + top.moves - 1 - found.index;
  const isSame = other !== null && "snapshot" in other && top.entries[0]?.to === other.snapshot;
  return above + (isSame && top.total > 1 ? 1 : 0);
}
