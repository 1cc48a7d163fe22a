import { create } from "zustand";
import { folderOf } from "../components/format.ts";
import { type Place, pathsBetween } from "../components/paths.ts";

/** The order of a folder's content. */
export interface TreeOrder {
  readonly sort: "name" | "size" | "kind";
  readonly descending: boolean;
}

/** The view of a label's files: kept while its snapshots change, so that a path can be followed through them. */
interface LabelView {
  readonly place: Place;
  readonly expanded: ReadonlySet<string>;
}

const START: LabelView = { place: { path: "", isFolder: true }, expanded: new Set() };

interface FilesView {
  readonly views: Readonly<Record<string, LabelView>>;
  readonly order: TreeOrder;
  readonly filter: string;
  readonly wrap: boolean;
  select(label: string, place: Place): void;
  /** Opens or closes a folder that is shown in another one, which may be several levels above. */
  toggle(label: string, folder: string, path: string): void;
  /** Selects, and opens what it is in. */
  reveal(label: string, place: Place): void;
  sortBy(order: Partial<TreeOrder>): void;
  filterBy(filter: string): void;
  wrapLines(wrap: boolean): void;
}

/** The state of the Files tab. */
export const useFilesView = create<FilesView>()((set) => {
  const change = (label: string, how: (view: LabelView) => LabelView) =>
    set(({ views }) => ({ views: { ...views, [label]: how(views[label] ?? START) } }));
  return {
    views: {},
    order: { sort: "name", descending: false },
    filter: "",
    wrap: false,
    select: (label, place) => change(label, (view) => ({ ...view, place })),
    toggle: (label, folder, path) =>
      change(label, (view) => ({ ...view, expanded: toggled(view.expanded, pathsBetween(folder, path)) })),
    reveal: (label, place) =>
      change(label, ({ expanded }) => ({
        place,
        expanded: new Set([...expanded, ...pathsBetween("", folderOf(place.path))]),
      })),
    sortBy: (order) => set((state) => ({ order: { ...state.order, ...order } })),
    filterBy: (filter) => set({ filter }),
    wrapLines: (wrap) => set({ wrap }),
  };
});

/** Returns the view of a label's files. */
export function viewOf(state: FilesView, label: string): LabelView {
  return state.views[label] ?? START;
}

/** The folders that lead to the last one open with it, since another snapshot may show them apart. */
function toggled(expanded: ReadonlySet<string>, paths: readonly string[]): ReadonlySet<string> {
  const next = new Set(expanded);
  const isOpen = expanded.has(paths.at(-1) ?? "");
  for (const path of paths) {
    if (isOpen) next.delete(path);
    else next.add(path);
  }
  return next;
}
