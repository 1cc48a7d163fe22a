import { ListFilter } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "../../components/button.tsx";
import { SearchField } from "../../components/field.tsx";
import { type MenuEntry, WithMenu } from "../../components/menu.tsx";
import { text } from "../../strings/index.ts";
import { ALL_KINDS, useHistoryFilter } from "./filter-state.ts";
import styles from "./filters.module.css";

/** The pause in typing before a search, in ms: a long history is searched as a whole. */
const PAUSE = 120;

/** Filters a history by text and by kind of move. */
export function Filters() {
  return (
    <search className={styles.filters} aria-label={text.timeline.title}>
      <Find />
      <Kinds />
    </search>
  );
}

function Kinds() {
  const { hidden, toggle, showKinds } = useHistoryFilter();
  const { timeline } = text;
  const items = (): readonly MenuEntry[] => [
    ...ALL_KINDS.map((kind) => ({
      text: timeline.filters[kind],
      checked: !hidden.has(kind),
      stays: true,
      run: () => toggle(kind),
    })),
    "separator",
    { text: timeline.showAllKinds, disabled: hidden.size === 0, run: showKinds },
  ];
  return (
    <WithMenu items={items}>
      <IconButton
        label={hidden.size === 0 ? timeline.filterKinds : timeline.kindsHidden(hidden.size)}
        icon={<ListFilter size={16} />}
        className={hidden.size === 0 ? "" : styles.some}
      />
    </WithMenu>
  );
}

function Find() {
  const found = useHistoryFilter((state) => state.text);
  const [typed, setTyped] = useState(found);
  useEffect(() => {
    // By "Show all", which may be elsewhere.
    if (found === "") setTyped("");
  }, [found]);
  useEffect(() => {
    const timer = setTimeout(() => useHistoryFilter.getState().find(typed), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  return <SearchField label={text.timeline.filter} value={typed} onChange={setTyped} />;
}
