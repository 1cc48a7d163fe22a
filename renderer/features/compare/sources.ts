import { useQueries, useQuery } from "@tanstack/react-query";
import { useCallback, useDeferredValue, useMemo, useState } from "react";
import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import { type Mount, mountsQuery } from "../../api/mounts.ts";
import { pagesOf, TOP, useByPage, usePageNumbers } from "../../api/pages.ts";
import { type LabelItem, labelsQuery, PAGE } from "../../api/queries.ts";

/** A source of sides to compare. */
export type Source =
  | { readonly is: "label"; readonly label: string }
  | { readonly is: "mount"; readonly id: number }
  /** Typed text that may be a snapshot's id. */
  | { readonly is: "id"; readonly id: string };

/** A line of the list of sources. */
export type SourceRow =
  | { readonly is: "label"; readonly item: LabelItem }
  | { readonly is: "mount"; readonly mount: Mount }
  | { readonly is: "id"; readonly id: string };

export interface Sources {
  readonly count: number;
  readonly isPending: boolean;
  at(row: number): SourceRow | undefined;
  follow(first: number, last: number): void;
}

/** The fewest digits that count as an id. */
const ID = /^[0-9a-f]{8,64}$/;

/** Lists what matches: the snapshot whose id was typed, working copies, and labels, those that moved last first. */
export function useSources(typed: string): Sources {
  const filter = useDeferredValue(typed.trim());
  const options = useMemo(() => ({ filter, sort: "recent" as const, deleted: false }), [filter]);
  const top = useQuery(labelsQuery(options, 0));
  const { data: mounts } = useQuery(mountsQuery());
  const [view, setView] = useState(TOP);
  const total = top.data?.total ?? 0;
  const numbers = usePageNumbers(view.first, view.last, Math.max(0, Math.ceil(total / PAGE.labels) - 1));
  const { loaded } = useQueries({
    queries: numbers.map((page) => labelsQuery(options, page)),
    combine: useByPage<CommandOutput<"labels">>(numbers),
  });
  const above = useMemo((): readonly SourceRow[] => {
    const id = filter.toLowerCase();
    const open = (mounts ?? []).filter(
      ({ discarded, name }) => discarded === null && name.toLowerCase().includes(id),
    );
    return [
      ...(ID.test(id) ? [{ is: "id" as const, id }] : []),
      ...open.map((mount) => ({ is: "mount" as const, mount })),
    ];
  }, [filter, mounts]);
  return {
    count: above.length + total,
    isPending: top.isPending,
    at: (row) => {
      if (row < above.length) return above[row];
      const no = row - above.length;
      const item = loaded.get(Math.floor(no / PAGE.labels))?.labels[no % PAGE.labels];
      return item && { is: "label", item };
    },
    follow: useCallback(
      (first: number, last: number) =>
        setView((view) =>
          pagesOf(Math.max(0, first - above.length), Math.max(0, last - above.length), PAGE.labels, view),
        ),
      [above.length],
    ),
  };
}

/** Returns the source of a line. */
export function sourceOf(row: SourceRow): Source {
  if (row.is === "label") return { is: "label", label: row.item.name };
  return row.is === "mount" ? { is: "mount", id: row.mount.id } : row;
}

export function isSameSource(one: Source, other: Source): boolean {
  if (one.is === "label") return other.is === "label" && one.label === other.label;
  return one.is === other.is && "id" in other && one.id === other.id;
}
