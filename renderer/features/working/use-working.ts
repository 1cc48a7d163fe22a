import { useQuery } from "@tanstack/react-query";
import { type AppError, asAppError } from "../../api/bridge.ts";
import { type Mount, type MountState, mountStateQuery, mountsQuery } from "../../api/mounts.ts";
import { useSelection } from "../../state/selection.ts";

/** The working copy that the window shows. */
export interface Working {
  readonly mount: Mount;
  /** Undefined until it is known. */
  readonly state: MountState | undefined;
  readonly error: AppError | null;
  retry(): void;
}

/** Returns the selected working copy, discarded or not; undefined while it is unknown. */
export function useWorking(): Working | undefined {
  const id = useSelection((state) => state.mount);
  const { data: mounts } = useQuery(mountsQuery());
  const mount = mounts?.find((each) => each.id === id);
  const isOpen = mount !== undefined && mount.discarded === null;
  const { data, error, refetch } = useQuery({ ...mountStateQuery(mount?.name ?? ""), enabled: isOpen });
  if (mount === undefined) return undefined;
  return { mount, state: data, error: error && asAppError(error), retry: () => void refetch() };
}
