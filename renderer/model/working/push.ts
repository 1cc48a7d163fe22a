import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import { ask } from "../../api/bridge.ts";
import { client } from "../../api/client.ts";
import { type Mount, mountStateQuery } from "../../api/mounts.ts";
import { labelsChanged, mountsChanged } from "../../api/stale.ts";
import { useNotices } from "../../state/notices.ts";
import { text } from "../../strings/index.ts";
import { undoAction } from "../labels/step.ts";
import { requireSaved } from "./drafts.ts";

const words = text.working;

export type Conflicts = Extract<CommandOutput<"mount.rebase">, { status: "conflict" }>["conflicts"];

/** The step of a push that waits for the user. */
export type PushStep =
  | { readonly at: "form"; readonly said?: string }
  | { readonly at: "busy"; readonly said: string }
  /** The label holds something else than the working copy was opened from; null: it is deleted. */
  | { readonly at: "rejected"; readonly current: string | null }
  | { readonly at: "conflict"; readonly conflicts: Conflicts };

/** The options of a push. */
export interface PushOptions {
  readonly message: string;
  /** Another label than its own, which is new. */
  readonly label?: string;
  readonly force?: boolean;
  readonly override?: boolean;
}

type Which = Pick<Mount, "id" | "name">;

/** Pushes a working copy; returns the next question, or undefined when it is done. Throws if the push fails. */
export async function push({ id, name }: Which, options: PushOptions): Promise<PushStep | undefined> {
  await requireSaved(id);
  const pushed = await ask("mount.push", { mount: name, ...options });
  if (pushed.status === "detached") return undefined;
  if (pushed.status === "rejected") return { at: "rejected", current: pushed.current };
  const { label, ca_id: to } = pushed;
  await Promise.all([labelsChanged(label), mountsChanged()]);
  const op = options.force ? "force" : options.label === undefined ? "push" : "create";
  const action = await undoAction(label, { op, to }).catch(() => undefined);
  useNotices.getState().tell({ kind: "done", text: words.pushed(label), ...(action && { action }) });
  return undefined;
}

/** Brings into a working copy what its label holds by now; `prefer` decides what conflicts. */
export async function rebase(
  { id, name }: Which,
  label: string,
  prefer: "ours" | "theirs" | "none" = "none",
): Promise<PushStep> {
  await requireSaved(id);
  const rebased = await ask("mount.rebase", { mount: name, prefer, details: false });
  if (rebased.status === "conflict") return { at: "conflict", conflicts: rebased.conflicts };
  await mountsChanged();
  await client.fetchQuery(mountStateQuery(name));
  if (rebased.status === "current") return { at: "form", said: words.current };
  const merged = rebased.auto_merged.length;
  const side = prefer === "ours" ? words.mine(name, label) : words.latestOf(label);
  const about = prefer === "none" ? words.rebasedMerged(merged) : words.rebasedDecided(merged, side);
  const said = merged === 0 ? words.rebased(label) : `${words.rebased(label)} ${about}`;
  return { at: "form", said };
}

/** Brings back the deleted label of a working copy, so that it can be pushed there. */
export async function restoreLabelOf(label: string): Promise<PushStep> {
  await ask("label.restore", { label });
  await Promise.all([labelsChanged(label), mountsChanged()]);
  return { at: "form" };
}
