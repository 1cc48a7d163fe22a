import { useMutation, useQuery } from "@tanstack/react-query";
import { type AppError, ask } from "../../../api/bridge.ts";
import { statusQuery } from "../../../api/queries.ts";
import { scrubChanged } from "../../../api/stale.ts";
import { CheckField } from "../../../components/field.tsx";
import { shortTime } from "../../../components/format.ts";
import { ErrorPanel } from "../../../shared/error-panel.tsx";
import { text } from "../../../strings/index.ts";
import styles from "./verify.module.css";

const words = text.storage.scrub;

/** Says how much of the store was read in the background, and turns that on and off. */
export function ScrubLine() {
  const { data: status } = useQuery(statusQuery());
  const turn = useMutation<unknown, AppError, boolean>({
    mutationFn: (on) => ask("scrub", { on }),
    onSuccess: scrubChanged,
  });
  if (status === undefined) return null;
  const { on, last, share } = status.scrub;
  return (
    <div className={styles.scrub}>
      <CheckField
        label={words.title}
        checked={turn.isPending ? turn.variables : on}
        disabled={!status.writable}
        onChange={(checked) => turn.mutate(checked)}
      />
      <p className="muted">{words.state(last === null ? null : shortTime(last), Math.floor(share * 100))}</p>
      {turn.error && <ErrorPanel error={turn.error} />}
    </div>
  );
}
