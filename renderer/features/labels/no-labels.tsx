import { SearchX, Trash2 } from "lucide-react";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { useLabelsView } from "../../state/labels-view.ts";
import { text } from "../../strings/index.ts";

const words = text.labels;

/** Stands where no label is: none matches, or all are deleted. */
export function NoLabels({ filter }: { readonly filter: string }) {
  const { setFilter, turnDeleted } = useLabelsView.getState();
  return filter === "" ? (
    <EmptyState icon={<Trash2 size={24} />} title={words.allDeleted}>
      {words.allDeletedAbout}
      <Button onClick={turnDeleted}>{words.showDeleted}</Button>
    </EmptyState>
  ) : (
    <EmptyState icon={<SearchX size={24} />} title={words.noneFound}>
      {words.noneFoundAbout(filter)}
      <Button onClick={() => setFilter("")}>{words.clearFilter}</Button>
    </EmptyState>
  );
}
