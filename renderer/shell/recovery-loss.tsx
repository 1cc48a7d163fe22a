import { useQuery } from "@tanstack/react-query";
import { ask } from "../api/bridge.ts";
import { shortTime } from "../components/format.ts";
import { text } from "../strings/index.ts";

const words = text.storage.repair;

/** Tells what is lost when the latest good copy takes the place of a damaged database, before that is done. */
export function RecoveryLoss() {
  const { data } = useQuery({
    queryKey: ["recovery-loss"],
    queryFn: ({ signal }) => ask("repair", { restore_database: true }, { signal }),
    gcTime: 0,
  });
  const step = data?.steps.find((each) => each.do === "restore-database");
  if (step?.do !== "restore-database") return null;
  const { copy_made_at: made, known, moves, labels, mounts, merges } = step;
  return (
    <p className="selectable">
      {words.restoreDatabase(shortTime(made), true)}{" "}
      {known ? words.loses(moves, labels, mounts + merges) : words.losesUnknown}
    </p>
  );
}
