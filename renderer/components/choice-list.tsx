import { RadioGroup } from "radix-ui";
import type { ReactNode } from "react";
import styles from "./choice-list.module.css";

interface ChoiceListProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly {
    readonly value: T;
    readonly text: string;
    /** The fields that belong to it, shown while it is chosen. */
    readonly fields?: ReactNode;
  }[];
  readonly onChange: (value: T) => void;
}

/** One of a few, below each other; the chosen one has the focus at first. */
export function ChoiceList<T extends string>({ label, value, options, onChange }: ChoiceListProps<T>) {
  return (
    <RadioGroup.Root
      className={styles.list}
      aria-label={label}
      orientation="vertical"
      value={value}
      onValueChange={(next) => onChange(next as T)}
    >
      {options.map(({ value: own, text, fields }) => (
        <div key={own}>
          <RadioGroup.Item value={own} className={styles.item} data-first-focus={own === value || undefined}>
            <span className={styles.ring} />
            {text}
          </RadioGroup.Item>
          {own === value && fields && <div className={styles.more}>{fields}</div>}
        </div>
      ))}
    </RadioGroup.Root>
  );
}
