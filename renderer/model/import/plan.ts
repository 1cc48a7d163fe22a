import type { CommandInput, CommandOutput } from "../../../core/api/registry/invoke.ts";

/** The result of a preflight. */
export type Preflight = CommandOutput<"preflight">;
export type ImportWarning = Preflight["warnings"][number];
/** Changes from elsewhere that an import would undo. */
export type Undoing = NonNullable<Preflight["undoing"]>;

/** An import, with the rules to store for the label. */
export interface ImportPlan {
  readonly input: CommandInput<"import">;
  /** Whether the import creates the label. */
  readonly isNew: boolean;
  /** The label's new ignore rules; undefined keeps the present ones. */
  readonly rules?: { readonly ignore: readonly string[]; readonly gitignore: boolean } | undefined;
}

/** The rules that a label has. */
export interface LabelRules {
  readonly ignore: readonly string[];
  readonly gitignore: boolean;
}

/** The choices made in the import dialog. */
export interface Wishes {
  readonly paths: readonly string[];
  readonly label: string;
  readonly message: string;
  readonly ignore: readonly string[];
  readonly gitignore: boolean;
  /** Whether the ignored patterns apply from now on. */
  readonly always: boolean;
  /** Whether every file is read, also those that look unchanged. */
  readonly reread: boolean;
  /** Whether a protected label is moved all the same. */
  readonly override: boolean;
  /** The changes that the user agreed to undo; null for none. */
  readonly undoing: Undoing | null;
}

/** Returns the patterns that leave out the files of warnings, each once. */
export function patternsOf(warnings: readonly ImportWarning[]): string[] {
  return [...new Set(warnings.flatMap(({ ignore }) => ignore))];
}

/** Returns the present warnings and those whose files are left out by now: each once, the latter first. */
export function allWarnings(
  left: readonly ImportWarning[],
  found: readonly ImportWarning[],
): readonly ImportWarning[] {
  return [...left, ...found.filter(({ code }) => left.every((each) => each.code !== code))];
}

/** Makes an import from the user's choices; `rules` are the label's, null for a new one. */
export function planImport(wishes: Wishes, rules: LabelRules | null, realName: string): ImportPlan {
  const { paths, label, ignore, gitignore, always, reread, override } = wishes;
  const message = wishes.message.trim();
  const before = rules ?? { ignore: [], gitignore: false };
  const plan: ImportPlan = {
    input: {
      paths: [...paths],
      label,
      ...(message !== "" && { message }),
      ...(override && { override }),
      ...(reread && { reread }),
      ...(ignore.length > 0 && { ignore: [...ignore] }),
      ...(gitignore !== before.gitignore && { gitignore }),
      ...(rules === null && realName !== "" && { description: realName }),
    },
    isNew: rules === null,
    ...(always &&
      differs(wishes, before) && {
        rules: { ignore: [...new Set([...before.ignore, ...ignore])], gitignore },
      }),
  };
  return wishes.undoing === null ? plan : replacing(plan, wishes.undoing);
}

/** Lets an import undo the changes that were shown, and none that came later. */
export function replacing(plan: ImportPlan, { last }: Undoing): ImportPlan {
  return { ...plan, input: { ...plan.input, replace: true, seen: last } };
}

/** Whether an import leaves out other things than the label's rules say. */
export function differs({ ignore, gitignore }: LabelRules, rules: LabelRules): boolean {
  return gitignore !== rules.gitignore || ignore.some((pattern) => !rules.ignore.includes(pattern));
}

/** Turns a preflight against a label into one against nothing: everything is added. */
export function asNew(preflight: Preflight): Preflight {
  if (preflight.head === null) return preflight;
  const counts = { added: preflight.files, modified: 0, removed: 0 };
  return { ...preflight, head: null, counts, to_read: preflight.bytes, changes: [], undoing: null };
}

/** Whether a preflight counted: of a whole disk it only says that it is one. */
export function isCounted({ warnings }: Preflight): boolean {
  return warnings.every(({ code }) => code !== "disk");
}

/** Whether a preflight found nothing that the label does not hold already. */
export function isUnchanged(preflight: Preflight): boolean {
  const { added, modified, removed } = preflight.counts;
  return preflight.head !== null && isCounted(preflight) && added + modified + removed === 0;
}

/** Whether two plans are the same work. */
export function samePlan(one: ImportPlan, other: ImportPlan): boolean {
  return JSON.stringify(one.input) === JSON.stringify(other.input);
}
