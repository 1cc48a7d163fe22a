import { ArrowDownUp } from "lucide-react";
import type { Ref } from "react";
import { IconButton } from "../../components/button.tsx";
import { SearchField } from "../../components/field.tsx";
import { type MenuEntry, WithMenu } from "../../components/menu.tsx";
import { useFilesView } from "../../state/files-view.ts";
import { text } from "../../strings/index.ts";
import styles from "./files.module.css";

const SORTS = ["name", "size", "kind"] as const;

interface ToolbarProps {
  readonly filterRef: Ref<HTMLInputElement>;
  /** The text about the search results; "" while there is no search. */
  readonly matches: string;
}

/** Narrows the files down, and orders them. */
export function Toolbar({ filterRef, matches }: ToolbarProps) {
  const filter = useFilesView((state) => state.filter);
  const filterBy = useFilesView((state) => state.filterBy);
  return (
    <div className={styles.toolbar}>
      <SearchField ref={filterRef} label={text.files.filter} value={filter} onChange={filterBy} />
      <p className={styles.matches} role="status">
        {matches}
      </p>
      <WithMenu items={orders}>
        <IconButton label={text.files.order} icon={<ArrowDownUp size={16} />} disabled={filter !== ""} />
      </WithMenu>
    </div>
  );
}

function orders(): MenuEntry[] {
  const { order, sortBy } = useFilesView.getState();
  return [
    ...SORTS.map((sort) => ({
      text: text.files.sort[sort],
      checked: order.sort === sort,
      run: () => sortBy({ sort }),
    })),
    "separator",
    {
      text: text.files.sort.descending,
      checked: order.descending,
      run: () => sortBy({ descending: !order.descending }),
    },
  ];
}
