import { AppError } from "../../api/bridge.ts";
import { client } from "../../api/client.ts";
import { type Mount, mountsQuery } from "../../api/mounts.ts";
import { text } from "../../strings/index.ts";

const words = text.working;

/** Returns the open working copy with a number. Throws an {@link AppError} when it was discarded. */
export async function mountWithId(id: number): Promise<Mount> {
  const mounts = await client.ensureQueryData(mountsQuery());
  const found = mounts.find((mount) => mount.id === id && mount.discarded === null);
  if (found !== undefined) return found;
  throw new AppError({ code: "UnknownReference", message: words.gone, hint: words.goneAbout });
}
