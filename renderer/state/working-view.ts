import { create } from "zustand";
import { folderOf } from "../components/format.ts";
import { isWithin, type Place, pathsBetween } from "../components/paths.ts";

/** The view of a working copy. */
export interface MountView {
  /** Null while nothing is chosen. */
  readonly place: Place | null;
  readonly expanded: ReadonlySet<string>;
  readonly filter: string;
}

const START: MountView = { place: null, expanded: new Set(), filter: "" };

interface WorkingView {
  readonly views: Readonly<Record<number, MountView>>;
  select(mount: number, place: Place): void;
  /** Opens or closes a folder. */
  toggle(mount: number, path: string): void;
  /** Selects, and opens what it is in. */
  reveal(mount: number, place: Place): void;
  /** Goes with what is looked at to its new path. */
  moved(mount: number, from: string, to: string): void;
  filterBy(mount: number, filter: string): void;
}

/** The state of the view of working copies. */
export const useWorkingView = create<WorkingView>()((set) => {
  const change = (mount: number, how: (view: MountView) => Partial<MountView>) =>
    set(({ views }) => {
      const view = views[mount] ?? START;
      return { views: { ...views, [mount]: { ...view, ...how(view) } } };
    });
  return {
    views: {},
    select: (mount, place) => change(mount, () => ({ place })),
    toggle: (mount, path) =>
      change(mount, ({ expanded }) => {
        const next = new Set(expanded);
        if (!next.delete(path)) next.add(path);
        return { expanded: next };
      }),
    reveal: (mount, place) =>
      change(mount, ({ expanded }) => ({
        place,
        filter: "",
        expanded: new Set([...expanded, ...pathsBetween("", folderOf(place.path))]),
      })),
    moved: (mount, from, to) =>
      change(mount, ({ place, expanded }) => {
        const follow = (path: string) => (isWithin(from, path) ? to + path.slice(from.length) : path);
        return {
          place: place && { ...place, path: follow(place.path) },
          expanded: new Set([...[...expanded].map(follow), ...pathsBetween("", folderOf(to))]),
        };
      }),
    filterBy: (mount, filter) => change(mount, () => ({ filter })),
  };
});

/** Returns the view of a working copy. */
export function viewOf(state: WorkingView, mount: number): MountView {
  return state.views[mount] ?? START;
}
