import { useState } from "react";
import { labelNameProblem } from "../../../core/labels/label-name-problem.ts";
import { TextField } from "../../components/field.tsx";
import { text } from "../../strings/index.ts";

const words = text.labels;

interface NameFieldProps {
  readonly value: string;
  readonly onChange: (name: string) => void;
}

/** A field for a label's name, which shows the problem with a name once something is typed. */
export function NameField({ value, onChange }: NameFieldProps) {
  const [isTouched, setTouched] = useState(false);
  const problem = isTouched ? labelNameProblem(value) : undefined;
  return (
    <TextField
      data-first-focus
      label={words.name}
      hint={words.nameHint}
      value={value}
      problem={problem && words.problems[problem]}
      onChange={(name) => {
        setTouched(true);
        onChange(name);
      }}
    />
  );
}
