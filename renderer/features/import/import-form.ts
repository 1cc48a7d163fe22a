import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { labelNameProblem } from "../../../core/labels/label-name-problem.ts";
import { labelQuery } from "../../api/queries.ts";
import {
  allWarnings,
  asNew,
  differs,
  type ImportWarning,
  patternsOf,
  planImport,
} from "../../model/import/plan.ts";
import { preflightQuery } from "../../model/import/preflight.ts";
import { text } from "../../strings/index.ts";

/** Holds the state of the import dialog: the choices and the preflight's result. */
export function useImportForm(paths: readonly string[], given: string | undefined) {
  const client = useQueryClient();
  const [typed, setLabel] = useState<string>();
  const [message, setMessage] = useState("");
  const [left, setLeft] = useState<readonly ImportWarning[]>([]);
  const [gitignoreWish, setGitignore] = useState<boolean>();
  const [always, setAlways] = useState(false);
  const [reread, setReread] = useState(false);

  const asked = typed ?? given;
  const named = asked !== undefined && labelNameProblem(asked) === undefined;
  const { data: askedLabel } = useQuery({ ...labelQuery(asked ?? ""), enabled: named });
  // A preflight knows labels that are there; of a name that is still free it says what it says of any other.
  const known = askedLabel !== undefined && askedLabel !== null && askedLabel.ca_id !== null;
  const ignore = patternsOf(left);
  const options = preflightQuery({
    paths,
    label: known ? asked : undefined,
    ignore,
    gitignore: gitignoreWish,
  });
  const preflight = useQuery({ ...options, enabled: given === undefined || askedLabel !== undefined });

  const label = asked ?? preflight.data?.label ?? "";
  const valid = label !== "" && labelNameProblem(label) === undefined;
  const { data: target } = useQuery({ ...labelQuery(label), enabled: valid });
  const problem = label === "" ? undefined : problemOf(label, target?.ca_id === null);
  const isProtected = target?.protected ?? false;
  const rules = target ?? { ignore: [], gitignore: false };
  const gitignore = gitignoreWish ?? rules.gitignore;
  const wishes = { paths, label, message, ignore, gitignore, always, reread };
  const found =
    preflight.data && target === null && preflight.data.label !== label
      ? asNew(preflight.data)
      : preflight.data;

  // The shown result may still be that of another label.
  const undoing = found?.label === label ? found.undoing : null;

  return {
    label: { value: label, set: setLabel, problem, target, isProtected },
    /** Whether a person asked for anything but the usual. */
    isTouched: typed !== undefined || gitignoreWish !== undefined || left.length > 0 || reread,
    message: { value: message, set: setMessage },
    gitignore: { value: gitignore, set: setGitignore },
    always: { value: always, set: setAlways, matters: differs({ ignore, gitignore }, rules) },
    reread: { value: reread, set: setReread },
    warnings: allWarnings(left, found?.warnings ?? []),
    isLeft: (warning: ImportWarning) => left.some(({ code }) => code === warning.code),
    leave: (warning: ImportWarning, out: boolean) =>
      setLeft((before) => [...before.filter(({ code }) => code !== warning.code), ...(out ? [warning] : [])]),
    /** The preflight's result; undefined until it is there. */
    found,
    /** The changes from elsewhere that the import would undo; null for none. */
    undoing,
    error: preflight.error,
    counting: preflight.isFetching,
    /** Whether what is shown is of before the last wish. */
    old: preflight.isPlaceholderData,
    stopped: preflight.isPending && preflight.fetchStatus === "idle" && preflight.error === null,
    stopCounting: () => void client.cancelQueries({ queryKey: options.queryKey }),
    countAgain: () => void preflight.refetch(),
    /** The import as it is wished; undefined while it cannot be asked for. */
    plan:
      valid && problem === undefined && target !== undefined && preflight.error === null
        ? planImport({ ...wishes, override: isProtected, undoing }, target, found?.real_name ?? "")
        : undefined,
  };
}

export type ImportForm = ReturnType<typeof useImportForm>;

function problemOf(name: string, deleted: boolean): string | undefined {
  const problem = labelNameProblem(name);
  if (problem !== undefined) return text.labels.problems[problem];
  return deleted ? text.importing.deletedLabel : undefined;
}
