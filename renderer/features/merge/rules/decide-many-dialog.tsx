import { useMutation, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { type AppError, asAppError } from "../../../api/bridge.ts";
import {
  type MergeInfo,
  type MergeItem,
  mergeFilesQuery,
  mergeInfoQuery,
  rulePreviewQuery,
} from "../../../api/merges.ts";
import { Button } from "../../../components/button.tsx";
import { TextField } from "../../../components/field.tsx";
import { SelectField } from "../../../components/select-field.tsx";
import { useSettled } from "../../../components/use-settled.ts";
import { resolveFiles } from "../../../model/merge/merges.ts";
import {
  RULE_TAKES,
  type Rule,
  ruleInput,
  type WrittenFiles,
  writtenFiles,
} from "../../../model/merge/rules.ts";
import { FormModal } from "../../../shared/forms/form-modal.tsx";
import { type DialogRequest, useClose, useDialog } from "../../../state/dialogs.ts";
import { text } from "../../../strings/index.ts";
import { sideWords } from "../sides/sides.ts";
import { RulePreview } from "./rule-preview.tsx";
import styles from "./rules.module.css";
import { takeWords } from "./take-words.ts";

const words = text.mergeRules;
type Request = Extract<DialogRequest, { name: "decide-many" }>;
const NO_FILES: readonly MergeItem[] = [];
/** Whoever types does not want to see what each letter finds, in ms. */
const RESTED = 200;

/** Asks for a rule by which open files of a merge are decided, and shows what it decides. */
export function DecideManyDialog() {
  const request = useDialog("decide-many");
  const { data: info } = useQuery({ ...mergeInfoQuery(request?.merge ?? 0), enabled: request !== null });
  return request && info && <DecideMany key={info.id} request={request} info={info} />;
}

function DecideMany({ request, info }: { readonly request: Request; readonly info: MergeInfo }) {
  const close = useClose();
  const names = useMemo(() => sideWords(info), [info]);
  const [rule, setRule] = useState<Rule>({ pattern: request.pattern, kind: null, take: "theirs" });
  const change = (part: Partial<Rule>) => setRule({ ...rule, ...part });
  const { data: open = NO_FILES } = useQuery(mergeFilesQuery(info.id, { state: "open" }));
  const settled = useSettled(rule, RESTED);
  const preview = useQuery(rulePreviewQuery(ruleInput(info.id, settled), info.changed));
  const isCurrent = settled === rule && !preview.isPlaceholderData;
  const files = preview.data?.files ?? [];
  const decide = useMutation<unknown, AppError>({
    mutationFn: () =>
      resolveFiles(ruleInput(info.id, rule), (count) => words.done(count, takeWords(rule.take, names))),
    onSuccess: close,
  });
  return (
    <FormModal
      title={words.title}
      about={words.about}
      submit={words.decide(files.length)}
      canSubmit={files.length > 0 && isCurrent}
      isPending={decide.isPending}
      error={decide.error ?? (preview.error && asAppError(preview.error))}
      onSubmit={() => decide.mutate()}
      onClose={close}
    >
      <Written files={open} onChoose={(pattern) => change({ pattern, kind: null })} />
      <div className={styles.which}>
        <TextField
          label={words.pattern}
          hint={words.patternHint}
          value={rule.pattern}
          onChange={(pattern) => change({ pattern })}
          data-first-focus
        />
        <KindField files={open} value={rule.kind} onChange={(kind) => change({ kind })} />
      </div>
      <SelectField
        label={words.take}
        value={rule.take}
        options={RULE_TAKES.map((value) => ({ value, text: takeWords(value, names) }))}
        onChange={(take) => change({ take })}
      />
      <RulePreview preview={preview.data} take={settled.take} names={names} isCurrent={isCurrent} />
    </FormModal>
  );
}

interface WrittenProps {
  readonly files: readonly MergeItem[];
  readonly onChoose: (pattern: string) => void;
}

/** Proposes the files that programs write, which nobody merges by hand. */
function Written({ files, onChoose }: WrittenProps) {
  const found: readonly WrittenFiles[] = useMemo(() => writtenFiles(files), [files]);
  if (found.length === 0) return null;
  return (
    <p className={styles.written}>
      <span className="muted">{words.written}</span>
      {found.map(({ name, pattern, files }) => (
        <Button key={name} title={words.writtenTip(name)} onClick={() => onChoose(pattern)}>
          {words.writtenOf(name, files)}
        </Button>
      ))}
    </p>
  );
}

interface KindFieldProps {
  readonly files: readonly MergeItem[];
  readonly value: Rule["kind"];
  readonly onChange: (kind: Rule["kind"]) => void;
}

function KindField({ files, value, onChange }: KindFieldProps) {
  const options = useMemo(() => {
    const counts = new Map<MergeItem["kind"], number>();
    for (const { kind } of files) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const kinds = [...counts].map(([value, files]) => ({
      value,
      text: words.kindOf(text.merge.kinds[value] ?? value, files),
    }));
    return [{ value: "any" as const, text: words.anyKind }, ...kinds];
  }, [files]);
  return (
    <SelectField
      label={words.kind}
      value={value ?? "any"}
      options={options}
      onChange={(kind) => onChange(kind === "any" ? null : kind)}
    />
  );
}
