import { useQuery } from "@tanstack/react-query";
import { mountStateQuery, mountsQuery } from "../../api/mounts.ts";
import { changesQuery } from "../../api/queries.ts";
import { count } from "../../components/format.ts";
import { text } from "../../strings/index.ts";
import styles from "./change-badge.module.css";

const words = text.working;

/** Shows the number of unpushed changes in a working copy, as a dot with a number; nothing for none. */
export function ChangeBadge({ mount }: { readonly mount: string }) {
  const changes = useChangeCount(mount);
  if (!changes) return null;
  return (
    <span className={`mono ${styles.badge}`} role="img" aria-label={words.changed(changes)}>
      {count(changes)}
    </span>
  );
}

/** The most working copies of a label that are counted. */
const COPIES = 3;

/** Marks a label whose working copies have unpushed changes. */
export function CopyBadges({ label }: { readonly label: string }) {
  const { data: names } = useQuery({
    ...mountsQuery(),
    select: (mounts) => mounts.filter((mount) => mount.label === label && mount.discarded === null),
  });
  if (names === undefined || names.length === 0) return null;
  return (
    <span className={styles.badges} title={words.unpushed}>
      {names.slice(0, COPIES).map(({ name }) => (
        <ChangeBadge key={name} mount={name} />
      ))}
    </span>
  );
}

/** Counts what changed in a working copy; undefined until it is known. */
function useChangeCount(mount: string): number | undefined {
  const { data: state } = useQuery(mountStateQuery(mount));
  const { data } = useQuery({
    ...changesQuery(state?.base ?? null, state?.ca_id ?? "", "", {}, 0),
    enabled: state !== undefined && state.base !== state.ca_id,
    select: ({ counts }) => counts.added + counts.modified + counts.removed,
    placeholderData: (before) => before,
  });
  return state?.base === state?.ca_id ? 0 : data;
}
