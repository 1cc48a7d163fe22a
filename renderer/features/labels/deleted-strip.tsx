import { useQuery } from "@tanstack/react-query";
import { labelQuery } from "../../api/queries.ts";
import { Button } from "../../components/button.tsx";
import { restoreLabel } from "../../model/labels/actions.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";
import styles from "./labels.module.css";

const words = text.labels;

/** Shows that the selected label is deleted, and can undelete it. */
export function DeletedStrip({ canWrite }: { readonly canWrite: boolean }) {
  const name = useSelection((state) => state.label);
  const { data: label } = useQuery({ ...labelQuery(name ?? ""), enabled: name !== null });
  if (!label || label.ca_id !== null) return null;
  return (
    <div className={styles.strip}>
      <p className="ellipsis" title={label.name}>
        {words.isDeleted(label.name)}
      </p>
      <Button disabled={!canWrite} onClick={() => void restoreLabel(label.name)}>
        {words.restore}
      </Button>
    </div>
  );
}
